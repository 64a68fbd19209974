# The words a newcomer types. Each calls cargo or xtask; `cargo xtask` lists the rest.
.PHONY: run test check bench pictures

# Builds everything, the front end too, and serves the demonstration city at http://127.0.0.1:8311.
run:
	cargo xtask web
	cargo run --package sixia -- demo

# Installs what the tests need, then does all that CI does.
test:
	cargo xtask setup
	cargo xtask ci

# The quick look before a commit: formatting, lints, tidy.
check:
	cargo xtask check

# Measures the write and read paths, in release.
bench:
	cargo run --release --package sixia -- bench write
	cargo run --release --package sixia -- bench read

# Takes the pictures of docs/pictures again.
pictures:
	cargo xtask web
	SIXIA_PICTURES=1 cargo xtask browser
