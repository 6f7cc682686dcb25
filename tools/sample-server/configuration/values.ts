/** The only value there is. */
export function one(values: readonly (string | null)[]): string {
  const [value] = values;
  if (value === undefined || value === null || values.length > 1) {
    throw new Error(`${values.length} values where one is read`);
  }
  return value;
}

/** Untrimmed, as the product's Integer.parseInt. */
export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`"${text}" is no number`);
  return Number(text);
}
