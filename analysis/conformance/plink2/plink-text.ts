/** A number as PLINK 2 prints it: six significant digits, `%g`, exact ties to the even digit. */
export function plinkNumber(value: number): string {
  if (Number.isNaN(value)) return "NA";
  if (value === 0) return "0";
  const [mantissa, exponent] = sixDigits(value).split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 6) return trimZeros(Number(`${mantissa}e${power}`).toFixed(5 - power));
  const digits = String(Math.abs(power)).padStart(2, "0");
  return `${trimZeros(mantissa)}e${power < 0 ? "-" : "+"}${digits}`;
}

function sixDigits(value: number): string {
  const rounded = value.toExponential(5);
  const seven = value.toExponential(6);
  const [mantissa, exponent] = seven.split("e");
  const isTie = Number(seven) === value && mantissa.endsWith("5");
  const isEvenBelow = isTie && Number(mantissa.at(-2)) % 2 === 0;
  return isEvenBelow ? `${mantissa.slice(0, -1)}e${exponent}` : rounded;
}

/** P from −log10 P, of any magnitude. */
export function plinkPValue(negLog10P: number): string {
  if (!(negLog10P > 300)) return plinkNumber(10 ** -negLog10P);
  const power = Math.floor(-negLog10P);
  return `${trimZeros((10 ** (-negLog10P - power)).toPrecision(6))}e${power}`;
}

function trimZeros(text: string): string {
  return text.includes(".") ? text.replace(/0+$/, "").replace(/\.$/, "") : text;
}

export interface TextTable {
  readonly columns: Readonly<Record<string, readonly string[]>>;
  readonly rowCount: number;
}

/** Reads a whitespace-delimited table of PLINK; a leading # of the header is dropped. */
export function readTable(text: string): TextTable {
  const rows = text
    .trimEnd()
    .split("\n")
    .map((line) => line.trim().split(/\s+/));
  const names = rows[0].map((name) => name.replace(/^#/, ""));
  const body = rows.slice(1);
  return {
    columns: Object.fromEntries(names.map((name, c) => [name, body.map((row) => row[c])])),
    rowCount: body.length,
  };
}
