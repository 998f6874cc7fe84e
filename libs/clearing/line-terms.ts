/** What the texts that govern a line say for clearing it. */
import type { Instant, Interval } from '@gatekeeper/calendar';
import { covers, intersectionOf } from '@gatekeeper/calendar';
import type { ClearingParameters, Governing, LoadedEdition, Parameters, Policy } from '@gatekeeper/policy';
import { isBlank, settingOf, setsItself, spanAt } from '@gatekeeper/policy';
import type { FundScope, SettlementLine } from '@gatekeeper/vocabulary';

type Name =
  | 'samplingBase'
  | 'samplingMinPercent'
  | 'liquidatedDamages'
  | 'clearedDamagesBase'
  | 'prepaymentCutPercent'
  | 'stayPrescriptionsExcluded';

export type ClearingValues = Pick<ClearingParameters, Name>;

/** Of one governing group of texts: who speaks of what. */
interface Speakers extends Readonly<Record<Name, LoadedEdition>> {
  readonly leading: LoadedEdition;
  readonly scopeWhileBlank: FundScope;
  /** What was said last, and for which days: lines come by visits, whose fees lie together. */
  last: { readonly during: Interval; readonly values: ClearingValues } | null;
}

/**
 * Where one text leads and another adds, the first that sets a value itself speaks: under the default map of Hainan the rates
 * of damages are those of the notice on institutions, which adds, because the leading text says nothing of damages and only
 * takes over the national scheme's silence. The fund scope is the leading text's alone (CONTRACT 5).
 */
export class TermsOfLines {
  private readonly speakers = new Map<Governing, Speakers>();

  constructor(private readonly policy: Policy) {}

  /** The fund scope, also of a pack that has blanks and decides nothing; no pack: all fund money. */
  scopeOf({
    treatmentArea,
    feeOccurredAt,
  }: Pick<SettlementLine, 'treatmentArea' | 'feeOccurredAt'>): FundScope {
    const speakers = this.speakersOf(treatmentArea, feeOccurredAt);
    if (speakers === null) return 'all';
    return spanAt(speakers.leading, feeOccurredAt)?.parameters.fundScope ?? speakers.scopeWhileBlank;
  }

  /** The leading text's values; `null`: no pack, or one with blanks. */
  parametersOf({
    treatmentArea,
    feeOccurredAt,
  }: Pick<SettlementLine, 'treatmentArea' | 'feeOccurredAt'>): Parameters | null {
    const speakers = this.speakersOf(treatmentArea, feeOccurredAt);
    return speakers === null ? null : (spanAt(speakers.leading, feeOccurredAt)?.parameters ?? null);
  }

  /** What is said of samples and damages on the day of the fee; `null`: no pack, or one with blanks. */
  valuesOf({
    treatmentArea,
    feeOccurredAt,
  }: Pick<SettlementLine, 'treatmentArea' | 'feeOccurredAt'>): ClearingValues | null {
    const speakers = this.speakersOf(treatmentArea, feeOccurredAt);
    if (speakers === null) return null;
    const { last } = speakers;
    if (last !== null && covers(last.during, feeOccurredAt)) return last.values;
    const said = sayingAt(speakers, feeOccurredAt);
    if (said === null) return null;
    speakers.last = said;
    return said.values;
  }

  private speakersOf(treatmentArea: string, feeOccurredAt: Instant): Speakers | null {
    const governing = this.policy.governing(treatmentArea, feeOccurredAt);
    if (governing === null) return null;
    const known = this.speakers.get(governing);
    if (known !== undefined) return known;
    const found = speakersAmong(governing);
    this.speakers.set(governing, found);
    return found;
  }
}

function sayingAt(speakers: Speakers, feeOccurredAt: Instant): Speakers['last'] {
  const base = spanAt(speakers.samplingBase, feeOccurredAt);
  const percent = spanAt(speakers.samplingMinPercent, feeOccurredAt);
  const rates = spanAt(speakers.liquidatedDamages, feeOccurredAt);
  const taken = spanAt(speakers.clearedDamagesBase, feeOccurredAt);
  const cut = spanAt(speakers.prepaymentCutPercent, feeOccurredAt);
  const stays = spanAt(speakers.stayPrescriptionsExcluded, feeOccurredAt);
  if (base === null || percent === null || rates === null) return null;
  if (taken === null || cut === null || stays === null) return null;
  return {
    during: [base, percent, rates, taken, cut, stays]
      .map(({ validity }) => validity)
      .reduce((one, other) => intersectionOf(one, other)),
    values: {
      samplingBase: base.parameters.samplingBase,
      samplingMinPercent: percent.parameters.samplingMinPercent,
      liquidatedDamages: rates.parameters.liquidatedDamages,
      clearedDamagesBase: taken.parameters.clearedDamagesBase,
      prepaymentCutPercent: cut.parameters.prepaymentCutPercent,
      stayPrescriptionsExcluded: stays.parameters.stayPrescriptionsExcluded,
    },
  };
}

function speakersAmong(governing: Governing): Speakers {
  const [leading] = governing;
  const speaker = (name: Name): LoadedEdition =>
    governing.find(({ written }) => setsItself(written, name)) ?? leading;
  const scope = settingOf(leading.written, 'fundScope')?.setting;
  return {
    leading,
    last: null,
    scopeWhileBlank: scope === undefined || isBlank(scope) ? 'all' : (scope[0]?.value ?? 'all'),
    samplingBase: speaker('samplingBase'),
    samplingMinPercent: speaker('samplingMinPercent'),
    liquidatedDamages: speaker('liquidatedDamages'),
    clearedDamagesBase: speaker('clearedDamagesBase'),
    prepaymentCutPercent: speaker('prepaymentCutPercent'),
    stayPrescriptionsExcluded: speaker('stayPrescriptionsExcluded'),
  };
}
