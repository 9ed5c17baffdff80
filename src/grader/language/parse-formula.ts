/** A formula as a tree. Numbers are finite and not negative; a sign is a `negate`. */
export type FormulaNode =
  | { kind: "number"; value: number }
  | { kind: "name"; name: string }
  | { kind: "negate"; operand: FormulaNode }
  | { kind: "binary"; operator: BinaryOperator; left: FormulaNode; right: FormulaNode }
  | { kind: "call"; name: FormulaFunction; arguments: FormulaNode[] };

export type BinaryOperator = "+" | "-" | "*" | "/" | "^";

/** The functions of `calculate_output` (OpenAI graders guide, 2025-05-20). */
export const formulaFunctions = ["min", "max", "abs", "floor", "ceil", "exp", "sqrt", "log"] as const;
export type FormulaFunction = (typeof formulaFunctions)[number];

/** A formula that cannot be read (`parse`), uses an unknown name, or has no real, finite value (`domain`). */
export class FormulaError extends Error {
  readonly kind: "parse" | "unknown_name" | "domain";
  /** 0-based offset in the formula, if one place is to blame. */
  readonly position: number | undefined;
  /** The unknown name; a function's ends in `()`. */
  readonly unknownName: string | undefined;

  constructor(
    kind: FormulaError["kind"],
    message: string,
    place: { position?: number; unknownName?: string } = {},
  ) {
    super(message);
    this.name = "FormulaError";
    this.kind = kind;
    this.position = place.position;
    this.unknownName = place.unknownName;
  }
}

interface Token {
  kind: "number" | "name" | "symbol" | "end";
  text: string;
  position: number;
}

const space = /[ \t\r\n]*/y;
const token = /(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*)|[-+*/^(),]/y;

// Below the depth at which a recursive parser or evaluation would overflow the stack.
const deepestNesting = 500;
const deepestTree = 2_000;

/** How tightly an operator binds. A sign binds tighter than `*` and looser than `^`, as in Python. */
const binding: Record<BinaryOperator, number> = { "+": 10, "-": 10, "*": 20, "/": 20, "^": 40 };
const signBinding = 30;

/** The operators' precedence, for a printer that must set the same brackets. */
export const formulaBinding = { ...binding, sign: signBinding } as const;

/**
 * Parses a formula by operator precedence. `^` is right-associative and takes a signed right operand: -2^2 is -4, 2^-1
 * is 0.5 (Python is the oracle; the service's own parser is not published).
 * @throws FormulaError `parse`, also if too deep; `unknown_name` for an unknown function; `domain` for a huge number.
 */
export function parseFormula(text: string): FormulaNode {
  return new FormulaParser(tokenize(text)).parse();
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (let position = skipSpace(text, 0); position < text.length;) {
    token.lastIndex = position;
    const match = token.exec(text);
    if (!match) {
      const character = String.fromCodePoint(text.codePointAt(position) ?? 0);
      throw new FormulaError("parse", `unexpected ${JSON.stringify(character)}`, { position });
    }
    const [lexeme, number, name] = match;
    const kind = number === undefined ? (name === undefined ? "symbol" : "name") : "number";
    tokens.push({ kind, text: lexeme, position });
    position = skipSpace(text, token.lastIndex);
  }
  tokens.push({ kind: "end", text: "", position: text.length });
  return tokens;
}

function skipSpace(text: string, from: number): number {
  space.lastIndex = from;
  space.test(text);
  return space.lastIndex;
}

function isBinaryOperator(text: string): text is BinaryOperator {
  return Object.hasOwn(binding, text);
}

function isFormulaFunction(name: string): name is FormulaFunction {
  return formulaFunctions.some((known) => known === name);
}

class FormulaParser {
  readonly #tokens: readonly Token[];
  readonly #depths = new WeakMap<FormulaNode, number>();
  #at = 0;
  #nesting = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  parse(): FormulaNode {
    const node = this.#expression(0);
    if (this.#here.kind !== "end") throw this.#unexpected();
    return node;
  }

  get #here(): Token {
    const here = this.#tokens[Math.min(this.#at, this.#tokens.length - 1)];
    return here ?? { kind: "end", text: "", position: 0 };
  }

  #expression(floor: number): FormulaNode {
    if (++this.#nesting > deepestNesting) throw this.#tooDeep();
    let left = this.#operand();
    for (;;) {
      const { text } = this.#here;
      if (!isBinaryOperator(text) || binding[text] <= floor) break;
      this.#at++;
      // One less on the right makes `^` right-associative: the next `^` still binds tighter than the floor.
      const right = this.#expression(text === "^" ? binding[text] - 1 : binding[text]);
      left = this.#measured({ kind: "binary", operator: text, left, right }, [left, right]);
    }
    this.#nesting--;
    return left;
  }

  #operand(): FormulaNode {
    const { kind, text } = this.#here;
    if (kind === "end" || (kind === "symbol" && !"+-(".includes(text))) throw this.#unexpected();
    this.#at++;
    if (kind === "number") return { kind: "number", value: this.#finite(text) };
    if (kind === "name") return this.#here.text === "(" ? this.#call(text) : { kind: "name", name: text };
    if (text === "(") return this.#bracketed();
    const operand = this.#expression(signBinding);
    return text === "+" ? operand : this.#measured({ kind: "negate", operand }, [operand]);
  }

  #finite(text: string): number {
    const value = Number(text);
    if (Number.isFinite(value)) return value;
    throw new FormulaError("domain", `${text} is too large for a number`);
  }

  #bracketed(): FormulaNode {
    const inner = this.#expression(0);
    this.#expect(")");
    return inner;
  }

  #call(name: string): FormulaNode {
    const position = this.#tokens[this.#at - 1]?.position ?? 0;
    this.#expect("(");
    const given = [this.#expression(0)];
    while (this.#here.text === ",") {
      this.#at++;
      given.push(this.#expression(0));
    }
    this.#expect(")");
    if (!isFormulaFunction(name)) {
      throw new FormulaError("unknown_name", `there is no function ${name}()`, {
        position,
        unknownName: `${name}()`,
      });
    }
    if (given.length > 1 && name !== "min" && name !== "max") {
      throw new FormulaError("parse", `${name}() takes one argument, not ${given.length}`, { position });
    }
    return this.#measured({ kind: "call", name, arguments: given }, given);
  }

  #expect(symbol: string): void {
    if (this.#here.text !== symbol) throw this.#unexpected(` where "${symbol}" is needed`);
    this.#at++;
  }

  #measured(node: FormulaNode, children: readonly FormulaNode[]): FormulaNode {
    const depth = 1 + Math.max(...children.map((child) => this.#depths.get(child) ?? 1));
    if (depth > deepestTree) throw this.#tooDeep();
    this.#depths.set(node, depth);
    return node;
  }

  #unexpected(instead = ""): FormulaError {
    const { kind, text, position } = this.#here;
    const what = kind === "end" ? "end of the formula" : JSON.stringify(text);
    return new FormulaError("parse", `unexpected ${what}${instead}`, { position });
  }

  #tooDeep(): FormulaError {
    return new FormulaError("parse", "nested too deeply", { position: this.#here.position });
  }
}
