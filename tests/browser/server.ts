// Starts the demonstration for the tests on a free port, with a data folder of its own, and ends it after them.
// SIXIA_URL names a server that runs already; SIXIA_PROGRAM is the program to start.
import { spawn, spawnSync, type SpawnOptions } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** The demonstration city is loaded by a debug build on two busy cores. */
const READY_SECONDS_MAX = 300;
/** Enough for full pages, few enough to load in seconds. */
const MATTERS = 1_500;

export default async function start(): Promise<(() => Promise<void>) | void> {
  if (process.env.SIXIA_URL) return;
  const program = process.env.SIXIA_PROGRAM;
  if (!program) throw new Error("run `cargo xtask browser`, or name a running server in SIXIA_URL");
  const folder = mkdtempSync(join(tmpdir(), "sixia-browser-"));
  const listen = `127.0.0.1:${await freePort()}`;
  const log = join(folder, "log");
  const output = openSync(log, "w");
  const demo = ["demo", "--matters", String(MATTERS), "--listen", listen, "--data", join(folder, "data")];
  const options = { cwd: "../..", stdio: ["ignore", output, output] } satisfies SpawnOptions;
  // The server would answer while the city is still being built.
  const loaded = spawnSync(program, [...demo, "--load-only"], options);
  if (loaded.status !== 0) throw new Error(`the demonstration did not load:\n${readFileSync(log, "utf8")}`);
  const server = spawn(program, demo, options);
  const exited = once(server, "exit");
  const stop = async () => {
    server.kill("SIGTERM");
    await exited;
    rmSync(folder, { recursive: true });
  };
  process.env.SIXIA_URL = `http://${listen}`;
  for (let tenths = 0; tenths < READY_SECONDS_MAX * 10 && server.exitCode === null; tenths += 1) {
    if (await answers(`http://${listen}/healthz`)) return stop;
    await sleep(100);
  }
  const said = readFileSync(log, "utf8");
  await stop();
  throw new Error(`the demonstration did not start:\n${said}`);
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then((answer) => answer.ok, () => false);
}

async function freePort(): Promise<number> {
  const socket = createServer().listen(0, "127.0.0.1");
  await once(socket, "listening");
  const { port } = socket.address() as AddressInfo;
  socket.close();
  await once(socket, "close");
  return port;
}
