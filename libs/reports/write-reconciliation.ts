/** A reconciliation as a folder of files. */
import type { Instant } from '@gatekeeper/calendar';
import { formatDay, previousDay, startOfDay } from '@gatekeeper/calendar';
import type { Language, SheetCell } from '@gatekeeper/documents';
import type { BothLanguages } from '@gatekeeper/policy';
import type { Declared } from './declared';
import type { Amounts } from './lines-here';
import type {
  Days,
  Figure,
  LineCompared,
  Mismatch,
  Reconciliation,
  SettlementCompared,
  TotalCompared,
} from './reconcile';
import { FIGURES } from './reconcile';
import type { ReportTable, TableColumn } from './report-tables';
import type { ColumnField } from './report-words';
import { writeTables } from './table-files';

const MISMATCH_WORDS: Readonly<Record<Mismatch | 'counted_here', BothLanguages>> = {
  missing_here: { zh: '本方无此记录', en: 'missing here' },
  missing_there: { zh: '机构未申报', en: 'missing there' },
  other_amount: { zh: '金额不一致', en: 'other amount' },
  void: { zh: '本方已撤销', en: 'withdrawn here' },
  counted_here: { zh: '本方计入', en: 'counted here' },
};
const SOURCE_WORDS: Readonly<Record<TotalCompared['source'], BothLanguages>> = {
  '3201': { zh: '申报总额', en: 'declared in total' },
  '3202': { zh: '申报明细合计', en: 'sum of the declared settlements' },
  not_declared: { zh: '未申报', en: 'not declared' },
};
const FIGURE_WORDS: Readonly<Record<Figure, readonly [field: string, words: BothLanguages]>> = {
  settlements: ['fixmedins_setl_cnt', { zh: '结算笔数', en: 'settlements' }],
  medfee: ['medfee_sumamt', { zh: '医疗费总额', en: 'amount' }],
  fund: ['fund_pay_sumamt', { zh: '基金支付总额', en: 'fund payment' }],
  account: ['acct_pay', { zh: '个人账户支付金额', en: 'from the personal account' }],
};

const text = (field: ColumnField, width = 16): TableColumn => ({ field, holds: 'text', width });
const money = (field: ColumnField): TableColumn => ({ field, holds: 'money', width: 18 });
const sides = (name: 'medfee' | 'fund' | 'account'): readonly TableColumn[] => [
  ...[money(`declared_${name}`), money(`here_${name}`), money(`difference_${name}`)],
];

/** `totals`, `settlements`, `lines`: each a sheet of `reconciliation.xlsx`, a CSV and an NDJSON file. */
export async function writeReconciliation(
  into: string,
  reconciliation: Reconciliation,
  { language, days }: { readonly language: Language; readonly days: Days },
): Promise<void> {
  // No clock: the workbook says that it was made on the first day after what it is about.
  const madeAt: Instant = startOfDay(days.until);
  await writeTables(into, reconciliationTables(reconciliation, language), {
    language,
    madeAt,
    name: 'reconciliation',
  });
}

const reconciliationTables = (
  { totals, settlements, lines }: Reconciliation,
  language: Language,
): readonly ReportTable[] => [
  {
    name: 'totals',
    columns: [
      ...[text('source', 18), text('insutype'), text('clr_type'), text('med_type')],
      ...[text('stmt_begndate'), text('stmt_enddate'), text('key', 20), text('item', 20)],
      ...[text('declared', 20), text('here', 20), text('difference', 20)],
    ],
    rows: () => totals.flatMap((total) => totalRows(total, language)),
  },
  {
    name: 'settlements',
    columns: [
      ...[text('mismatch'), text('mismatch_text'), text('insutype'), text('clr_type')],
      ...[
        text('mdtrt_id', 26),
        text('setl_id', 26),
        ...sides('medfee'),
        ...sides('fund'),
        ...sides('account'),
      ],
    ],
    rows: () => settlements.map((each) => settlementCells(each, language)),
  },
  {
    name: 'lines',
    columns: [
      ...[text('mismatch'), text('mismatch_text'), text('mdtrt_id', 26), text('chrg_bchno')],
      ...[text('feedetl_sn', 26), text('setl_id', 26), ...sides('medfee')],
    ],
    rows: () => lines.map((each) => lineCells(each, language)),
  },
];

/** A row for each figure that was declared. Counts and money stand in one column, so both are texts. */
function totalRows(total: TotalCompared, language: Language): readonly (readonly SheetCell[])[] {
  const { source, insuranceType, clearingType, medicalCategory, days } = total;
  const scope: readonly SheetCell[] = [
    ...[SOURCE_WORDS[source][language], insuranceType ?? '', clearingType ?? '', medicalCategory ?? ''],
    ...[formatDay(days.from), formatDay(previousDay(days.until))],
  ];
  return FIGURES.flatMap((name) => {
    const declared = total.declared[name];
    const here = total.here[name];
    if (declared === null) return [];
    const [field, words] = FIGURE_WORDS[name];
    return [
      [
        ...scope,
        field,
        words[language],
        ...written(declared),
        ...written(here),
        ...differenceOf(declared, here),
      ],
    ];
  });
}

const written = (value: number | bigint): readonly SheetCell[] => [
  typeof value === 'bigint' ? value : String(value),
];

const differenceOf = (declared: number | bigint, here: number | bigint): readonly SheetCell[] =>
  typeof declared === 'bigint' && typeof here === 'bigint'
    ? [declared - here]
    : [String(Number(declared) - Number(here))];

const settlementCells = (
  { mismatch, insuranceType, clearingType, visitId, settlementId, declared, here }: SettlementCompared,
  language: Language,
): readonly SheetCell[] => [
  ...[
    mismatch,
    MISMATCH_WORDS[mismatch][language],
    insuranceType ?? '',
    clearingType ?? '',
    visitId,
    settlementId,
  ],
  ...(['medfee', 'fund', 'account'] as const).flatMap((name) =>
    sideCells(amountOf(declared, name), amountOf(here, name)),
  ),
];

const amountOf = (amounts: Amounts | null, name: keyof Amounts): bigint | null => amounts?.[name] ?? null;

const sideCells = (declared: bigint | null, here: bigint | null): readonly SheetCell[] => [
  ...[declared, here, (declared ?? 0n) - (here ?? 0n)],
];

const lineCells = (
  { mismatch, visitId, chargeBatch, lineNo, settlementId, declared, here }: LineCompared,
  language: Language,
): readonly SheetCell[] => [
  ...[mismatch, MISMATCH_WORDS[mismatch][language], visitId, chargeBatch, lineNo, settlementId ?? ''],
  // Without declared lines there is nothing to take the difference to.
  ...(declared === null && mismatch === 'counted_here' ? [null, here, null] : sideCells(declared, here)),
];

/** From the first to the last day that any total states; `null`: none states both. */
export function declaredDays({ totals }: Declared): Days | null {
  let days: Days | null = null;
  for (const { from, until } of totals) {
    if (from === null || until === null) continue;
    days = {
      from: days === null || from < days.from ? from : days.from,
      until: days === null || until > days.until ? until : days.until,
    };
  }
  return days;
}
