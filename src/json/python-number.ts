/** Powers of ten between which Python's `repr` writes a float without an exponent (CPython, `float_repr_style`). */
const plain = { from: -4, below: 16 } as const;

/**
 * A JSON number as Python's `str(json.loads(text))` writes it: `1.0` stays `1.0`, `1.50` is `1.5`, `1e2` is `100.0`,
 * `-0` is `0`, `1E400` is `inf`, a whole number keeps all its digits.
 * @param text a number by the grammar of JSON
 */
export function pythonNumber(text: string): string {
  if (!/[.eE]/.test(text)) return text === "-0" ? "0" : text;
  return pythonFloat(Number(text));
}

/** Python's `repr` of a float: the shortest digits that round-trip, as in JavaScript, in Python's layout. */
function pythonFloat(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  const [mantissa = "", power = ""] = Math.abs(value).toExponential().split("e");
  return sign + layOut(mantissa.replace(".", ""), Number(power));
}

/** @param power the first digit's power of ten */
function layOut(digits: string, power: number): string {
  if (power < plain.from || power >= plain.below) {
    const mantissa = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits;
    return `${mantissa}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
  }
  if (power < 0) return `0.${"0".repeat(-power - 1)}${digits}`;
  const whole = digits.slice(0, power + 1).padEnd(power + 1, "0");
  return `${whole}.${digits.slice(power + 1) || "0"}`;
}
