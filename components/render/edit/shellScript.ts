import { ShellTokens, type ShellWord } from "./shellTokens";

/** A simple command of a script. */
export interface ShellCommand {
  /** As written, quotes included, but on one line; redirections left out. */
  words: readonly string[];
  start: number;
  /** Whether it runs whenever the script comes to its line: in no block, after no `&&`, `||` or `|`. */
  always: boolean;
}

export interface ShellScript {
  commands: readonly ShellCommand[];
  /** Whether a line added at the end would become a part of what is there: of a quote, a here-document, a block, a command. */
  isOpen: boolean;
}

/** Words that are followed by a command. */
const prefixes: ReadonlySet<string> = new Set([
  "then",
  "else",
  "elif",
  "do",
  "!",
  "if",
  "while",
  "until",
  "{",
]);
/** What ends the block that a word begins; a `case` begins with its `in`. */
const endOf: ReadonlyMap<string, string> = new Map([
  ["if", "fi"],
  ["while", "done"],
  ["until", "done"],
  ["for", "done"],
  ["{", "}"],
]);

/**
 * The commands of a POSIX shell script, as far as can be told without running it. Nothing is looked for within command
 * substitutions: what they do is no matter of the script's own variables.
 */
export function parseShell(text: string): ShellScript {
  return new ShellParser(text).parse();
}

class ShellParser {
  private readonly tokens: ShellTokens;
  private readonly commands: ShellCommand[] = [];
  /** What ends each block that is open, the innermost last. */
  private readonly ends: string[] = [];
  private words: ShellWord[] = [];
  private separator = "\n";
  private inPattern = false;

  constructor(text: string) {
    this.tokens = new ShellTokens(text);
  }

  parse(): ShellScript {
    for (let token = this.tokens.next(); token !== undefined; token = this.tokens.next()) {
      if (token.isOperator) this.operator(token);
      else this.word(token);
    }
    const [first] = this.words;
    const isListOpen = first === undefined ? isJoint(this.separator) : first.text === "case";
    this.endCommand("\n");
    return { commands: this.commands, isOpen: this.tokens.isOpen || this.ends.length > 0 || isListOpen };
  }

  private word(word: ShellWord): void {
    if (this.inPattern) {
      if (word.text === "esac") this.close("esac");
      return;
    }
    if (this.words.length > 0) {
      const isCaseIn = this.words[0]?.text === "case" && word.text === "in";
      this.words.push(word);
      if (isCaseIn) this.openCase();
      return;
    }
    if (this.ends.at(-1) === word.text) {
      this.close(word.text);
      return;
    }
    const end = endOf.get(word.text);
    if (end !== undefined) this.ends.push(end);
    if (!prefixes.has(word.text)) this.words.push(word);
  }

  private operator({ text }: ShellWord): void {
    if (this.inPattern) {
      if (text === ")") this.inPattern = false;
      return;
    }
    if (text === "(") {
      this.endCommand("\n");
      this.ends.push(")");
    } else if (text === ")") {
      this.endCommand("\n");
      this.close(")");
    } else if (text === ";;") {
      this.endCommand("\n");
      this.inPattern = this.ends.at(-1) === "esac";
    } else if (text !== "\n" || this.words.length > 0 || !isJoint(this.separator)) {
      // A line break after `&&` does not end the list.
      this.endCommand(text);
    }
  }

  private openCase(): void {
    this.endCommand("\n");
    this.ends.push("esac");
    this.inPattern = true;
  }

  private close(end: string): void {
    if (this.ends.at(-1) === end) this.ends.pop();
    this.inPattern = false;
    this.separator = "\n";
  }

  private endCommand(separator: string): void {
    const [first] = this.words;
    if (first !== undefined) {
      const isConditional = isJoint(this.separator) || separator === "|" || separator === "&";
      const always = this.ends.length === 0 && !isConditional;
      const words = this.words.map(({ text }) => text.replaceAll(/\\\r?\n/g, ""));
      this.commands.push({ words, start: first.start, always });
    }
    this.words = [];
    this.separator = separator;
  }
}

function isJoint(separator: string): boolean {
  return ["&&", "||", "|"].includes(separator);
}
