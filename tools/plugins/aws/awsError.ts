/** An error in the words of AWS: what moto does not refuse, AWS does. */
export class AwsError extends Error {
  constructor(code: string, message: string) {
    super(message);
    this.name = code;
  }
}

/** Does the work; its failure names the operation, and the code that AWS gives it. */
export async function named<T>(operation: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { name, message } = error as Error;
    throw new Error(`${operation}: api error ${name}: ${message}`);
  }
}

/** What `find` finds; nothing where AWS says that it is gone. */
export async function ifThere<T>(find: () => Promise<T>): Promise<T | undefined> {
  try {
    return await find();
  } catch (error) {
    if (/NotFound|NoSuchEntity/.test((error as Error).name)) return undefined;
    throw error;
  }
}

/** The first of a list that AWS answers with exactly one in it. */
export function only<T>(list: readonly T[] | undefined, what: string): T {
  const [first] = list ?? [];
  if (first === undefined) throw new AwsError("NotFound", `${what} is not there`);
  return first;
}
