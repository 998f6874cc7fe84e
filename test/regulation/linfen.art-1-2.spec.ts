import { LINFEN } from '@gatekeeper/policy';
import { inGoodStanding, outpatient, registration, clinician, institution, setting, shortly } from './facts';
import { filledLinfen, LINFEN_VALUES } from './linfen-filled';

const values = setting('linfen', LINFEN_VALUES);
const LINFEN_AREA = { treatmentArea: '141002', insuranceArea: '141002' };

describe('linfen art. 1-2: doctors and assistant doctors who practise at a designated hospital', () => {
  it('of persons it governs doctors', () => {
    expect(filledLinfen().personTypes).toEqual(['doctor']);
    expect(LINFEN.editions[0]?.settings.personTypes).toMatchObject([{ citation: { article: '1-2' } }]);
  });

  it.each([
    ['registered there', registration(), 'accept ~IN_GOOD_STANDING'],
    ['no longer', registration({ until: '2025-06-15' }), 'reject NOT_REGISTERED_AT_SITE'],
    ['not yet', registration({ from: '2025-06-16' }), 'reject NOT_REGISTERED_AT_SITE'],
  ])('%s → %s', (_, registered, expected) => {
    const registry = [institution(), clinician(), registered];
    expect(shortly({ line: outpatient(LINFEN_AREA), registry, pack: 'linfen', values })).toBe(expected);
  });

  it('asks for no commitment; read the other way it does', () => {
    const registry = [institution(), clinician(), registration({ committed: null })];
    const line = outpatient(LINFEN_AREA);
    expect(shortly({ line, registry, pack: 'linfen', values })).toBe('accept ~IN_GOOD_STANDING');
    const asking = setting('linfen', { ...LINFEN_VALUES, commitmentRequired: 'true' });
    expect(shortly({ line, registry, pack: 'linfen', values: asking })).toBe('reject COMMITMENT_MISSING');
    expect(shortly({ line, registry: inGoodStanding(), pack: 'linfen', values: asking })).toBe(
      'accept ~IN_GOOD_STANDING',
    );
  });
});
