import { render } from "./render/render";

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // The reader, `less` or `head`, has seen enough.
  if (error.code !== "EPIPE") throw error;
});

render(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
}).then((code) => {
  process.exitCode = code;
});
