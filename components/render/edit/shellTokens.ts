/** A word of a shell script as written, or an operator. */
export interface ShellWord {
  text: string;
  start: number;
  isOperator: boolean;
}

interface HereDocument {
  delimiter: string;
  /** `<<-`: tabs may stand before its lines. */
  isIndented: boolean;
  /** Without quotes around the delimiter a backslash joins two of its lines. */
  isQuoted: boolean;
}

/** A script with more expansions within each other counts as one that ends within the last of them. */
const deepest = 100;

/** The words and operators of a shell script; comments, redirections and here-documents are left out. */
export class ShellTokens {
  /** Whether the text ends within a quote, a here-document, or a line that a backslash continues. */
  isOpen = false;
  private readonly text: string;
  private position = 0;
  /** How many expansions and double quotes the position is in. */
  private depth = 0;
  private readonly blanks = /(?:[ \t\r]|\\\r?(?:\n|$))*/y;
  /** With the number of the file that a redirection is about. */
  private readonly operator = /\d*(?:<<-|<<<|<<|>>|>&|<&|>\||<>|[<>])|;;|&&|\|\||[|&;()\n]/y;
  private readonly plain = /[\w./:=,@%+-]+/y;
  private readonly hereDocuments: HereDocument[] = [];

  constructor(text: string) {
    this.text = text;
  }

  next(): ShellWord | undefined {
    for (;;) {
      this.skipBlanks();
      if (this.position >= this.text.length) {
        this.isOpen ||= this.hereDocuments.length > 0;
        return undefined;
      }
      this.isOpen = false;
      const start = this.position;
      const sign = this.match(this.operator);
      if (sign === undefined) return { text: this.readWord(), start, isOperator: false };
      if (!/[<>]/.test(sign)) {
        if (sign === "\n") this.skipHereDocuments();
        return { text: sign, start, isOperator: true };
      }
      this.skipTarget(sign.replace(/^\d+/, ""));
    }
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text)?.[0];
    this.position += found?.length ?? 0;
    return found;
  }

  private skipBlanks(): void {
    const blanks = this.match(this.blanks);
    if (blanks?.includes("\\")) this.isOpen = true;
    if (this.text.charAt(this.position) === "#") {
      this.match(/[^\n]*/y);
      this.isOpen = false;
    }
  }

  private skipTarget(sign: string): void {
    this.skipBlanks();
    const target = this.readWord();
    if (sign === "<<" || sign === "<<-") {
      const delimiter = target.replace(/["'\\]/g, "");
      this.hereDocuments.push({ delimiter, isIndented: sign === "<<-", isQuoted: delimiter !== target });
    }
  }

  private skipHereDocuments(): void {
    for (const { delimiter, isIndented, isQuoted } of this.hereDocuments.splice(0)) {
      const wholeLine = isQuoted ? /[^\n]*\n?/y : /(?:\\[\s\S]|[^\n\\])*\\?\n?/y;
      let isEnded = false;
      while (!isEnded && this.position < this.text.length) {
        const line = (this.match(wholeLine) ?? "").replace(/\n$/, "");
        isEnded = (isIndented ? line.replace(/^\t+/, "") : line) === delimiter;
      }
      this.isOpen ||= !isEnded;
    }
  }

  private readWord(): string {
    const start = this.position;
    while (this.position < this.text.length && !" \t\r\n<>|&;()".includes(this.text.charAt(this.position))) {
      this.skipPart();
    }
    return this.text.slice(start, this.position);
  }

  /** A character of a word, or all that belongs to a quote or an expansion that begins there. */
  private skipPart(): void {
    const character = this.text.charAt(this.position);
    const ahead = this.text.slice(this.position, this.position + 2);
    if (character === "'") this.skipQuote(/'[^']*'/y);
    else if (character === '"') this.skipUntil('"', 1);
    else if (character === "`") this.skipQuote(/`(?:[^`\\]|\\[\s\S])*`/y);
    else if (ahead === "$(") this.skipUntil(")", 2);
    else if (ahead === "${") this.skipUntil("}", 2);
    else if (character === "\\") this.skipEscaped();
    else if (this.match(this.plain) === undefined) this.position++;
  }

  private skipEscaped(): void {
    this.position += 2;
    if (/\\\n?$/.test(this.text) && this.position >= this.text.length) this.breakOff();
  }

  private skipQuote(pattern: RegExp): void {
    if (this.match(pattern) === undefined) this.breakOff();
  }

  /** Up to the end of an expansion or double quote, in which others may begin. */
  private skipUntil(end: string, opening: number): void {
    this.position += opening;
    if (++this.depth > deepest) this.breakOff();
    while (this.text.charAt(this.position) !== end) {
      if (this.position >= this.text.length) {
        this.breakOff();
        this.depth--;
        return;
      }
      const isParenthesis = end === ")" && this.text.charAt(this.position) === "(";
      if (isParenthesis) this.skipUntil(")", 1);
      else if (end === '"' && this.text.charAt(this.position) === "'") this.position++;
      else this.skipPart();
    }
    this.depth--;
    this.position++;
  }

  private breakOff(): void {
    this.position = this.text.length;
    this.isOpen = true;
  }
}
