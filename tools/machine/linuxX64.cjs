// Fails, in one line, where the packages of tools/ have no Node and no MySQL for this machine. Needs no shell, so
// that `npm run demo` says it on Windows too.
const machine = `${process.platform} ${process.arch}`;

exports.isLinuxX64 = machine === "linux x64";

exports.requireLinuxX64 = () => {
  if (exports.isLinuxX64) return;
  const name = process.env.npm_lifecycle_event?.replace(/^pre/, "") ?? "this program";
  process.stderr.write(`${name} needs Linux x64, and this machine is ${machine}\n`);
  process.exit(1);
};

if (require.main === module) exports.requireLinuxX64();
