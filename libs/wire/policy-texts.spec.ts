import { loadPolicy, packMapText, parsePackMap, parseValuesFile, editionsText, valuesText } from '.';

describe('what an installation decides by, as text', () => {
  it.each([
    ['{"44":["guangdong-2025"],"":["national-2024"]}', '{"44":["guangdong-2025"],"":["national-2024"]}'],
    [
      '{"46":[{"pack":"hainan-2022","from":"2025-01-01"},{"pack":"national-2024","from":null}]}',
      '{"46":[{"pack":"hainan-2022","from":"2025-01-01T00:00:00+08:00","until":null},{"pack":"national-2024","from":null,"until":null}]}',
    ],
  ])('a map %s is read back as the same map', (written, text) => {
    const map = parsePackMap(written);
    if (!map.ok) throw new Error('no map');
    expect(JSON.parse(packMapText(map.value))).toEqual(JSON.parse(text));
    expect(parsePackMap(packMapText(map.value))).toEqual(
      expect.objectContaining({ value: new Map([...map.value].sort(([a], [b]) => (a < b ? -1 : 1))) }),
    );
  });

  it.each([
    ['{"linfen":{"certificateValidityYears":3}}', '{"linfen":{"certificateValidityYears":"3"}}'],
    [
      '{"linfen":{"certificateValidityYears":"3","certificateChecked":true}}',
      '{"linfen":{"certificateChecked":"true","certificateValidityYears":"3"}}',
    ],
    ['{"linfen":{}}', '{}'],
  ])('values %s are one text, however they are written', (written, text) => {
    const values = parseValuesFile(written);
    if (!values.ok) throw new Error('no values');
    expect(valuesText(values.value)).toBe(text);
  });

  it('editions are those of the packs that the map names, values set by hand among them', () => {
    const [map, values] = [
      parsePackMap('{"1410":["linfen"]}'),
      parseValuesFile('{"linfen":{"certificateValidityYears":3}}'),
    ];
    const loaded = map.ok && values.ok ? loadPolicy({ map: map.value, values: values.value }) : null;
    expect(loaded?.ok === true && editionsText(loaded.value)).toMatch(/^\{"linfen":\["1\+[0-9a-f]{8}"\]\}$/);
  });
});
