import { NATIONAL_2024_SETTINGS } from '@gatekeeper/policy';
import { institution, outpatient, reasonsFor, registration, shortly } from './facts';

const pack = 'national-2024';

describe('national-2024 art. N23-3: fees of persons whose registration is not in order are not settled', () => {
  it('nor of a person nobody registered', () => {
    const question = { line: outpatient(), registry: [institution()], pack };
    expect(shortly(question)).toBe('reject CLINICIAN_UNKNOWN');
    expect(reasonsFor('CLINICIAN_UNKNOWN', question)).toMatchObject([
      { article: 'national-2024 art. N23-3', role: 'ordering' },
    ]);
  });

  it('a registration without the person it is of does not help', () => {
    expect(shortly({ line: outpatient(), registry: [institution(), registration()], pack })).toBe(
      'reject CLINICIAN_UNKNOWN',
    );
  });

  it('governs who serves and who audits on the fund, and principals of pharmacies', () => {
    expect(NATIONAL_2024_SETTINGS.personTypes).toMatchObject([
      {
        value: ['doctor', 'nurse', 'pharmacist', 'technician', 'auditor', 'pharmacy_principal'],
        citation: { article: 'N23-3' },
      },
    ]);
  });
});
