/** What the texts that govern a line say for clearing it. */
import type { Instant } from '@gatekeeper/calendar';
import type { ClearingParameters, Governing, LoadedEdition, Parameters, Policy } from '@gatekeeper/policy';
import { isBlank, settingOf, setsItself, spanAt } from '@gatekeeper/policy';
import type { FundScope, SettlementLine } from '@gatekeeper/vocabulary';

const NAMES = [
  'samplingBase',
  'samplingMinPercent',
  'liquidatedDamages',
  'clearedDamagesBase',
] as const satisfies readonly (keyof ClearingParameters)[];

export type ClearingValues = Pick<ClearingParameters, (typeof NAMES)[number]>;

/** Of one governing group of texts: who speaks of what. */
interface Speakers extends Readonly<Record<(typeof NAMES)[number], LoadedEdition>> {
  readonly leading: LoadedEdition;
  readonly scopeWhileBlank: FundScope;
}

/**
 * Where one text leads and another adds, the first that sets a value itself speaks: under the default map of Hainan the rates
 * of damages are those of the notice on institutions, which adds, because the leading text says nothing of damages and only
 * takes over the national scheme's silence. The fund scope is the leading text's alone (FORMATS 5).
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
    const said = <Name extends keyof ClearingValues>(name: Name): Parameters[Name] | null =>
      spanAt(speakers[name], feeOccurredAt)?.parameters[name] ?? null;
    const samplingBase = said('samplingBase');
    const samplingMinPercent = said('samplingMinPercent');
    const liquidatedDamages = said('liquidatedDamages');
    const clearedDamagesBase = said('clearedDamagesBase');
    if (samplingBase === null || samplingMinPercent === null) return null;
    if (liquidatedDamages === null || clearedDamagesBase === null) return null;
    return { samplingBase, samplingMinPercent, liquidatedDamages, clearedDamagesBase };
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

function speakersAmong(governing: Governing): Speakers {
  const [leading] = governing;
  const speaker = (name: (typeof NAMES)[number]): LoadedEdition =>
    governing.find(({ written }) => setsItself(written, name)) ?? leading;
  const scope = settingOf(leading.written, 'fundScope')?.setting;
  return {
    leading,
    scopeWhileBlank: scope === undefined || isBlank(scope) ? 'all' : (scope[0]?.value ?? 'all'),
    samplingBase: speaker('samplingBase'),
    samplingMinPercent: speaker('samplingMinPercent'),
    liquidatedDamages: speaker('liquidatedDamages'),
    clearedDamagesBase: speaker('clearedDamagesBase'),
  };
}
