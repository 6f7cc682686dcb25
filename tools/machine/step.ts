/** Writes a line or a part of one for people. */
export type Note = (text: string) => void;

const nameWidth = 22;

/**
 * Does one step of a longer run and prints one line about it: its name at once, then what came of it and how long
 * it took. What `work` notes meanwhile is printed on lines of its own.
 *
 * @param told what came of it, for people; default: the result itself
 */
export async function step<T>(
  name: string,
  work: (note: Note) => Promise<T>,
  told: (result: T) => string = String,
): Promise<T> {
  const start = Date.now();
  const took = () => `(${seconds(Date.now() - start)})`;
  let column = `  ${name} ${".".repeat(Math.max(2, nameWidth - name.length - 1))} `;
  process.stdout.write(column);
  const note: Note = (text) => {
    column = " ".repeat(nameWidth + 3);
    process.stdout.write(`${text}\n${column}`);
  };
  try {
    const result = await work(note);
    process.stdout.write(`${told(result)} ${took()}\n`);
    return result;
  } catch (error) {
    process.stdout.write(`failed ${took()}\n`);
    throw error;
  }
}

/** Runs a program's `main`; an error ends it with the message alone, because the message is for people. */
export function runMain(main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}

function seconds(milliseconds: number): string {
  return milliseconds < 10_000
    ? `${(milliseconds / 1000).toFixed(1)} s`
    : `${Math.round(milliseconds / 1000)} s`;
}
