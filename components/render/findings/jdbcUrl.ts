/** Databases that live in the process, or in files of the node. Their server forms have a word after the second colon. */
const embedded = /^jdbc:(h2:(?!tcp:|ssl:)|derby:(?!\/\/)|hsqldb:(?!hsqls?:|https?:)|sqlite:)/i;

/** Whether a URL leads to a database of the node's own. */
export function isEmbedded(url: string): boolean {
  return embedded.test(url.trim());
}

/** What a URL says of server and database: parameters after `?` say neither, and what comes after `;` may name the database. */
export function databaseOf(url: string): string {
  return url.trim().replace(/\?.*$/s, "").toLowerCase();
}

/** A URL as it may be shown: parameters and logins may hold passwords. */
export function shownUrl(url: string): string {
  return url
    .trim()
    .replace(/[?;].*$/s, "")
    .replace(/\/\/[^/]*@/, "//");
}
