/** What `gatekeeper clear` says of a run whose figures are right and may still surprise whoever asked for them. */
import { formatInstant } from '@gatekeeper/calendar';
import type { ClearingTerms } from '@gatekeeper/clearing';

type Asked = Pick<ClearingTerms, 'area' | 'areaOf' | 'period' | 'by' | 'knownAt'>;

/**
 * A period that was not over when the run looks back at it is not closed on that run; no line at all is a month without fees, or
 * an area, a period or a clock that was not meant.
 * @param lines how many were cleared
 */
export function worthKnowing({ area, areaOf, period, by, knownAt }: Asked, lines: number): readonly string[] {
  const found: string[] = [];
  if (knownAt < period.until)
    found.push(
      `${period.text} was not over at ${formatInstant(knownAt)}: what comes later is not in it（该期间尚未结束，其后知悉的内容未计入）`,
    );
  if (lines === 0)
    found.push(
      `no line known by ${formatInstant(knownAt)} belongs to ${period.text} of the area ${area} (by ${by}, area of ${areaOf})（该地区该期间无明细）`,
    );
  return found;
}
