import { formatDay } from '@gatekeeper/calendar';
import { readIdentityNumber } from './identity-number';

const told = (number: string): readonly string[] | null => {
  const stated = readIdentityNumber(number);
  return stated === null ? null : [formatDay(stated.bornOn), stated.sex];
};

/** Made up, with check characters that are right unless said. */
describe('GB 11643: what an identity number says of its holder', () => {
  it.each([
    ['character 17 even', '11010519491231002X', ['1949-12-31', 'female']],
    ['character 17 odd', '440106198001010019', ['1980-01-01', 'male']],
    ['the check character in lower case', '11010519491231002x', ['1949-12-31', 'female']],
    ['the check character a digit', '440106198506152020', ['1985-06-15', 'female']],
    ['a leap day', '440106200002290032', ['2000-02-29', 'male']],
    ['a residence permit of Hong Kong', '810000197907071011', ['1979-07-07', 'male']],
    ['the first year', '440106190001010012', ['1900-01-01', 'male']],
    ['the year before', '440106189912310018', null],
    ['no leap year', '440106199902290032', null],
    ['another check character', '110105194912310021', null],
    ['17 characters', '11010519491231002', null],
    ['a passport', 'E12345678', null],
    ['nothing', '', null],
  ] as const)('%s: %s → %j', (_, number, stated) => {
    expect(told(number)).toEqual(stated);
  });
});
