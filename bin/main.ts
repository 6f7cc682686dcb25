#!/usr/bin/env node
import { wso2Analytics } from "./wso2Analytics";

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // The reader, `less` or `head`, has seen enough.
  if (error.code !== "EPIPE") throw error;
});

wso2Analytics(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
  hasColours: process.stdout.isTTY && process.stdout.hasColors(),
}).then((code) => {
  process.exitCode = code;
});
