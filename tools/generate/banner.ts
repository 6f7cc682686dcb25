/** The first line of what is generated. */
export function banner(comment: string): string {
  return `${comment} Generated from the interfaces of the arguments: npm run generate`;
}
