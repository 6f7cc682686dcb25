import { createConnection } from "node:net";

/** Milliseconds in which an agent lists its keys. */
const patience = 5000;

/** SSH_AGENTC_REQUEST_IDENTITIES, with its length. */
const request = Buffer.from([0, 0, 0, 1, 11]);

/**
 * The types of the keys that an agent has: `ssh-ed25519`, `ssh-ed25519-cert-v01@openssh.com`.
 *
 * @throws Error where nobody answers
 */
export function agentKeyTypes(socketPath: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ path: socketPath });
    let reply = Buffer.alloc(0);
    const end = (settle: () => void) => {
      socket.destroy();
      settle();
    };
    socket.setTimeout(patience, () => end(() => reject(new Error("no answer"))));
    socket.on("error", (error) => end(() => reject(error)));
    socket.on("close", () => reject(new Error("no answer")));
    socket.on("data", (data) => {
      reply = Buffer.concat([reply, data]);
      if (reply.length >= 4 && reply.length >= 4 + reply.readUInt32BE(0)) {
        const types = keyTypes(reply.subarray(4));
        end(() => resolve(types));
      }
    });
    socket.write(request);
  });
}

/** SSH_AGENT_IDENTITIES_ANSWER: a byte, the number of keys, and of each the key and a comment. */
function keyTypes(answer: Buffer): string[] {
  const isAnswer = answer[0] === 12 && answer.length >= 5;
  const count = isAnswer ? answer.readUInt32BE(1) : 0;
  const types: string[] = [];
  let at = 5;
  const field = () => {
    const length = at + 4 <= answer.length ? answer.readUInt32BE(at) : 0;
    const bytes = answer.subarray(at + 4, at + 4 + length);
    at += 4 + length;
    return bytes;
  };
  for (let index = 0; index < count && at < answer.length; index++) {
    const key = field();
    field();
    if (key.length >= 4) types.push(key.subarray(4, 4 + key.readUInt32BE(0)).toString("latin1"));
  }
  return types;
}
