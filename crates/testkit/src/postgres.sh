# Starts a PostgreSQL cluster for one run of tests, tells where, and removes it when its standard input ends: the test process
# holds the other end, so however it dies nothing is left. $1: folder of PostgreSQL's programs, $2: fsync on or off.
set -eu
bin=$1
dir=$(mktemp -d "${TMPDIR:-/tmp}/sixia-postgres-XXXXXX")
remove() {
    "$bin/pg_ctl" stop --silent --mode=immediate --pgdata="$dir/data" >/dev/null 2>&1 || true
    rm -rf "$dir"
}
trap remove EXIT
cd "$dir"

if ! { "$bin/initdb" --pgdata="$dir/data" --username=postgres --auth=trust --locale=C --encoding=UTF8 --no-sync &&
    "$bin/pg_ctl" start --wait --timeout=60 --pgdata="$dir/data" --log="$dir/log" --options="-k '$dir' -h '' \
        -c fsync=$2 -c full_page_writes=$2 -c max_connections=200 -c shared_buffers=32MB -c autovacuum=off"; } \
    >"$dir/start" 2>&1 </dev/null; then
    cat "$dir/start" "$dir/log" >&2 || true
    exit 1
fi
echo "$dir"
read -r _ || true
