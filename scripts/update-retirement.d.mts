export interface TableRow {
  model: string;
  version?: string;
  status?: string;
  date?: string;
  training?: { date: string; isEarliest: boolean; existingCustomersOnly: boolean };
  deployment?: string;
}
export interface Table {
  date: string;
  base: TableRow[];
  tuned: TableRow[];
}
export function makeTable(page: string, say?: (text: string) => void): Table;
export function formatTable(table: Table): string;
