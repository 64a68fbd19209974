# The words a newcomer types; each calls cargo or xtask.
.PHONY: test

# Everything: formatting, lints, and every test on both engines.
test:
	cargo test --workspace
