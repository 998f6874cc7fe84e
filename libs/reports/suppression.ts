/**
 * Which cells of a table with totals stay hidden, so that no small one can be read or worked out.
 *
 * A table's rows add up to their totals and its columns to theirs. Take each row and each column (those of the totals among
 * them) as a node and each hidden cell as an edge between its two: a hidden cell can be worked out exactly where its edge lies
 * on no cycle of hidden cells, because along a cycle values can be moved, up and down in turn, and every shown sum stays true
 * (Gusfield, A graph theoretic approach to statistical data security, 1988). That nobody has fewer than no lines makes some
 * cycles of no use: what goes down along one must have something to give.
 */

/** Rows and columns, the last of each being the totals. */
export type TableValues = readonly (readonly bigint[])[];
export type TableMarks = readonly (readonly boolean[])[];

export interface TableToProtect {
  readonly values: TableValues;
  /** Cells that are not to be shown for what they are. */
  readonly sensitive: TableMarks;
  /** Cells whose value everybody knows, so that hiding them hides nothing: shown zeros. */
  readonly known: TableMarks;
  /** The least that a hidden cell can hold, as far as anybody outside knows. */
  readonly least: bigint;
  /** A sensitive cell could be as large as this, for all that anybody outside can work out, where the table allows it. */
  readonly atLeastPossible: bigint;
}

/**
 * The cells to hide: the sensitive ones, and as few and as small others as are found to protect them.
 * Where nothing protects a cell, everything is hidden.
 */
export function hiddenCells(table: TableToProtect): TableMarks {
  const search = new ProtectingSearch(table);
  return search.protectAll() ? search.hidden : table.values.map((row) => row.map(() => true));
}

interface Cell {
  readonly row: number;
  readonly column: number;
}

/** Cells besides the one that is to go up; of these, those that go up with it. */
interface Cycle {
  readonly cells: readonly Cell[];
  readonly raised: readonly Cell[];
}

class ProtectingSearch {
  readonly hidden: boolean[][];
  /** Of each column, in the order in which they were hidden. */
  private readonly hiddenRows: number[][];
  private readonly rows: number;
  private readonly columns: number;
  private readonly waiting: Cell[] = [];
  private readonly settled = new Set<number>();

  constructor(private readonly table: TableToProtect) {
    this.rows = table.values.length;
    this.columns = table.values[0]?.length ?? 0;
    this.hidden = table.sensitive.map((row) => [...row]);
    this.hiddenRows = Array.from({ length: this.columns }, () => []);
    this.eachCell((cell) => {
      if (!this.isHidden(cell)) return;
      this.waiting.push(cell);
      this.hiddenRows[cell.column]?.push(cell.row);
    });
  }

  /** Whether every hidden cell could be more than it is, with all shown sums true. */
  protectAll(): boolean {
    for (let cell = this.waiting.shift(); cell !== undefined; cell = this.waiting.shift()) {
      if (this.settled.has(this.numberOf(cell))) continue;
      const wanted = this.isSensitive(cell) ? this.table.atLeastPossible - this.valueOf(cell) : 1n;
      const much = wanted > 1n ? wanted : 1n;
      const cycle =
        this.nearCycle(cell, much) ??
        this.cycleRaising(cell, much) ??
        (much > 1n ? this.cycleRaising(cell, 1n) : null);
      if (cycle === null) return false;
      for (const each of [cell, ...cycle.cells]) this.hide(each);
      this.settled.add(this.numberOf(cell));
      // What goes up along the same cycle is protected by it as well, where it needs no more.
      for (const each of cycle.raised) {
        const needed = this.isSensitive(each) ? this.table.atLeastPossible - this.valueOf(each) : 1n;
        if (needed <= much) this.settled.add(this.numberOf(each));
      }
    }
    return true;
  }

  private hide(cell: Cell): void {
    const row = this.hidden[cell.row];
    if (row === undefined || row[cell.column] === true) return;
    row[cell.column] = true;
    this.hiddenRows[cell.column]?.push(cell.row);
    this.waiting.push(cell);
  }

  /**
   * Most cells are protected by one more of their row and two that another row hides already: these are looked for first, the
   * cheapest of the row before the others.
   */
  private nearCycle(start: Cell, amount: bigint): Cycle | null {
    const ownRow = Array.from({ length: this.columns }, (_, column) => ({ row: start.row, column }))
      .filter(
        (cell) => cell.column !== start.column && this.canMove(cell, this.goesUp(cell, start, false), amount),
      )
      .sort((one, other) => this.costOf(one) - this.costOf(other));
    for (const own of ownRow)
      for (const row of this.hiddenRows[start.column] ?? []) {
        const across = { row, column: own.column };
        const below = { row, column: start.column };
        if (row === start.row || !this.isHidden(across)) continue;
        if (!this.canMove(below, this.goesUp(below, start, false), amount)) continue;
        if (!this.canMove(across, this.goesUp(across, start, true), amount)) continue;
        const cells = [own, across, below];
        return {
          cells,
          raised: cells.filter((cell) => this.goesUp(cell, start, cell === across)),
        };
      }
    return null;
  }

  /**
   * The cheapest cycle through a cell along which it can go up by an amount: cells from its column back to its row, of which each
   * second one goes against the first. Cells that are hidden already cost nothing.
   */
  private cycleRaising(start: Cell, amount: bigint): Cycle | null {
    // Nodes: rows first, then columns. What goes along an arc from a row counts as the start does, from a column against it.
    const nodes = this.rows + this.columns;
    const cost = new Array<number>(nodes).fill(Number.POSITIVE_INFINITY);
    const cameBy = new Array<Cell | null>(nodes).fill(null);
    const queue = new LeastFirst();
    const from = this.rows + start.column;
    cost[from] = 0;
    queue.push(from, 0);
    for (let node = queue.pop(); node !== null; node = queue.pop()) {
      if (node.id === start.row) break;
      if (node.cost > (cost[node.id] ?? 0)) continue;
      const isRow = node.id < this.rows;
      const others = isRow ? this.columns : this.rows;
      for (let other = 0; other < others; other++) {
        const cell = isRow ? { row: node.id, column: other } : { row: other, column: node.id - this.rows };
        if (cell.row === start.row && cell.column === start.column) continue;
        if (!this.canMove(cell, this.goesUp(cell, start, isRow), amount)) continue;
        const next = isRow ? this.rows + other : other;
        const sum = node.cost + this.costOf(cell);
        if (sum >= (cost[next] ?? 0)) continue;
        cost[next] = sum;
        cameBy[next] = cell;
        queue.push(next, sum);
      }
    }
    const cells: Cell[] = [];
    const raised: Cell[] = [];
    for (let node = start.row; node !== from;) {
      const cell = cameBy[node] ?? null;
      if (cell === null) return null;
      const isFromRow = node >= this.rows;
      cells.push(cell);
      if (this.goesUp(cell, start, isFromRow)) raised.push(cell);
      node = isFromRow ? cell.row : this.rows + cell.column;
    }
    return { cells, raised };
  }

  /** A total stands on the other side of the sum than what it adds up. */
  private goesUp(cell: Cell, start: Cell, isFromRow: boolean): boolean {
    return (this.signOf(cell) === this.signOf(start)) === isFromRow;
  }

  private signOf({ row, column }: Cell): 1 | -1 {
    return (row === this.rows - 1) === (column === this.columns - 1) ? 1 : -1;
  }

  private canMove(cell: Cell, goesUp: boolean, amount: bigint): boolean {
    if (this.table.known[cell.row]?.[cell.column] === true) return false;
    return goesUp || this.valueOf(cell) - this.table.least >= amount;
  }

  /** Few cells before small ones, and totals last: they are what readers look for. */
  private costOf(cell: Cell): number {
    if (this.isHidden(cell)) return 0;
    const isTotal = cell.row === this.rows - 1 || cell.column === this.columns - 1;
    const value = this.valueOf(cell);
    const size = (value < 0n ? -value : value).toString(2).length;
    return (isTotal ? 4 : 1) + size / 256;
  }

  private isHidden({ row, column }: Cell): boolean {
    return this.hidden[row]?.[column] === true;
  }

  private isSensitive({ row, column }: Cell): boolean {
    return this.table.sensitive[row]?.[column] === true;
  }

  private valueOf({ row, column }: Cell): bigint {
    return this.table.values[row]?.[column] ?? 0n;
  }

  private numberOf({ row, column }: Cell): number {
    return row * this.columns + column;
  }

  private eachCell(visit: (cell: Cell) => void): void {
    for (let row = 0; row < this.rows; row++)
      for (let column = 0; column < this.columns; column++) visit({ row, column });
  }
}

/** A binary heap: what costs least comes first, of the same cost what was put in first. */
class LeastFirst {
  private readonly heap: { readonly id: number; readonly cost: number; readonly place: number }[] = [];
  private places = 0;

  push(id: number, cost: number): void {
    const { heap } = this;
    heap.push({ id, cost, place: this.places++ });
    for (let at = heap.length - 1; at > 0;) {
      const parent = (at - 1) >> 1;
      if (!this.isBefore(at, parent)) break;
      this.swap(at, parent);
      at = parent;
    }
  }

  pop(): { readonly id: number; readonly cost: number } | null {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined) return null;
    if (heap.length === 0) return first;
    heap[0] = last;
    for (let at = 0; ;) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < heap.length && this.isBefore(child, least)) least = child;
      if (least === at) return first;
      this.swap(at, least);
      at = least;
    }
  }

  private isBefore(one: number, other: number): boolean {
    const a = this.heap[one];
    const b = this.heap[other];
    if (a === undefined || b === undefined) return false;
    return a.cost < b.cost || (a.cost === b.cost && a.place < b.place);
  }

  private swap(one: number, other: number): void {
    const a = this.heap[one];
    const b = this.heap[other];
    if (a === undefined || b === undefined) return;
    this.heap[one] = b;
    this.heap[other] = a;
  }
}
