import { paidAgainstDeclaration } from '@gatekeeper/scoring';
import { parametersOf } from './parameters';

const pack = 'guangdong-2025';
const emergency = { emergency: true };
const other = { emergency: false };

describe('guangdong-2025 art. form-6: who applies declares that nothing was settled in the period', () => {
  it.each([
    ['nothing was paid', [], 0, 0],
    ['one emergency line', [emergency], 0, 1],
    ['one other line', [other], 1, 1],
    ['emergency and others', [emergency, other, emergency, other], 2, 4],
  ])(
    '%s: %j contradicts it %d times; read the other way, by the word, %d times',
    (_, lines, kept, byTheWord) => {
      const literal = parametersOf(pack, { emergencyLinesAgainstRestoration: 'true' });
      expect(paidAgainstDeclaration(lines, parametersOf(pack))).toBe(kept);
      expect(paidAgainstDeclaration(lines, literal)).toBe(byTheWord);
    },
  );
});
