import { CATEGORY_CLASSES, NATIONAL_MEDICAL_CATEGORIES } from '.';

describe('what a medical category is', () => {
  it.each([
    ['11', '普通门诊', 'outpatient'],
    ['13', '急诊', 'emergency'],
    ['1301', '急诊', 'emergency'],
    ['14', '门诊慢特病', 'chronic'],
    ['19', '意外伤害门诊', 'outpatient'],
    ['81', '意外伤害门诊，另一版目录', 'outpatient'],
    ['21', '普通住院', 'inpatient'],
    ['24', '急诊转住院', 'inpatient_from_emergency'],
    ['28', '日间手术', 'day_surgery'],
    ['41', '定点药店购药', 'pharmacy'],
    ['51', '生育门诊', 'maternity'],
    ['52', '生育住院', 'maternity'],
    ['9922', '120', 'other'],
    ['1', '未列', undefined],
    ['99', '未列', undefined],
    ['130', '未列', undefined],
  ])('%s %s: %s', (code, _, meaning) => {
    expect(NATIONAL_MEDICAL_CATEGORIES[code]).toBe(meaning);
  });

  it.each(Object.entries(NATIONAL_MEDICAL_CATEGORIES))('%s is of a class there is: %s', (_, meaning) => {
    expect(CATEGORY_CLASSES).toContain(meaning);
  });

  it('and each class has a category', () => {
    const meant = Object.values(NATIONAL_MEDICAL_CATEGORIES);
    expect(CATEGORY_CLASSES.filter((each) => !meant.includes(each))).toEqual([]);
  });
});
