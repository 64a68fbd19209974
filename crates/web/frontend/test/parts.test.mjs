// What the scripts say and reckon, without a browser; the browser tests see them at work.
import assert from "node:assert/strict";
import { test } from "node:test";
import { countCharacters } from "../js/parts/count.js";
import { chosenWords } from "../js/parts/files.js";
import { belongTogether } from "../js/parts/place.js";
import { scrollToBegin } from "../js/parts/begin.js";

test("what is chosen is said in the words of the page", () => {
  const dataset = { none: "还没有选", chosen: "选了 {n} 个：{names}" };
  const input = (...names) => ({ files: names.map((name) => ({ name })), dataset });
  assert.equal(chosenWords(input()), "还没有选");
  assert.equal(chosenWords(input("路灯.jpg", "$&.png")), "选了 2 个：路灯.jpg、$&.png");
});

test("places belong together when one lies in the other", () => {
  for (const [one, other, together] of [
    ["370202000000", "370200000000", true],
    ["370200000000", "370202001001", true],
    ["370202001000", "370202002000", false],
    ["350902000000", "370200000000", false],
    ["350902000000", "", false],
  ]) {
    assert.equal(belongTogether(one, other), together, `${one} ${other}`);
  }
});

test("what is left of a text is counted in characters and not in units of UTF-16", () => {
  const line = { dataset: { left: "还可以写 {n} 个字", over: "多了 {n} 个字" }, classList: { toggle: (_, on) => { line.over = on; } } };
  globalThis.document = { getElementById: (id) => (id === "text-left" ? line : null) };
  const area = { id: "text", dataset: { max: "3" }, value: "𠮷野", addEventListener: (_, say) => { area.say = say; } };
  countCharacters(area);
  assert.deepEqual([line.textContent, line.over], ["还可以写 1 个字", false]);
  area.value = "路灯不亮";
  area.say();
  assert.deepEqual([line.textContent, line.over], ["多了 1 个字", true]);
});

test("a wide drawing opens where it begins, a narrow one stays", () => {
  const box = (scrollWidth) => ({
    dataset: { begin: ".start" }, scrollWidth, clientWidth: 300, scrollLeft: 0,
    querySelector: () => ({ getBoundingClientRect: () => ({ left: 500, width: 100 }) }),
    getBoundingClientRect: () => ({ left: 0, width: 300 }),
  });
  const [wide, narrow] = [box(900), box(300)];
  for (const each of [wide, narrow]) scrollToBegin(each);
  assert.deepEqual([wide.scrollLeft, narrow.scrollLeft], [400, 0]);
});
