// Runs beside a test in a thread of its own: looks again and again, as fast as it can, at the command line and the
// environment of every process, until it is told to end.
const { readdirSync, readFileSync } = require("node:fs");
const { parentPort, receiveMessageOnPort, workerData } = require("node:worker_threads");

const needles = workerData.map((needle) => Buffer.from(needle));
const found = new Set();
let rounds = 0;

function look(file) {
  let content;
  try {
    content = readFileSync(file);
  } catch {
    return; // It has ended meanwhile.
  }
  for (const [index, needle] of needles.entries()) {
    if (content.includes(needle)) found.add(workerData[index]);
  }
}

parentPort.postMessage("watching");
while (receiveMessageOnPort(parentPort) === undefined) {
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    look(`/proc/${pid}/cmdline`);
    look(`/proc/${pid}/environ`);
  }
  rounds++;
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
}
parentPort.postMessage({ found: [...found], rounds });
