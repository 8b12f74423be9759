import type { Refusal } from '#contracts';
import { nameKeysOf, personOf } from './person.rules.js';

const INPUT = {
  name: ' Đặng  Thị Ánh ',
  sex: 'female',
  birthDate: '1990-01-01',
  ethnicity: 'Kinh',
  religion: 'không',
} as const;
const TODAY = '2026-11-24';
const refused = (changes: object): Partial<Refusal> => {
  try {
    personOf({ ...INPUT, ...changes }, TODAY);
  } catch (error) {
    return error as Refusal;
  }
  return {};
};

describe('a person', () => {
  it('is kept in NFC, without spaces around, and with leading zeros', () => {
    const person = personOf(
      { ...INPUT, name: INPUT.name.normalize('NFD'), personalId: ' 001190000001 ', phone: ' ' },
      TODAY,
    );
    expect(person).toMatchObject({ name: 'Đặng Thị Ánh', personalId: '001190000001', phone: null, cardNumber: null });
  });

  it.each(['1190000001', '0011900000012', '00119000000a', '٠٠١١٩٠٠٠٠٠٠١'])('has no identifier %s', (personalId) => {
    const fields = [{ path: 'personalId', code: 'identifier-not-12-digits' }];
    expect(refused({ personalId })).toMatchObject({ code: 'identifier-not-12-digits', fields, params: {} });
    expect(refused({ cardNumber: personalId })).toMatchObject({ fields: [{ path: 'cardNumber' }] });
  });

  it.each(['2026-11-25', '1879-12-31'])('is not born on %s', (birthDate) => {
    expect(refused({ birthDate })).toMatchObject({ code: 'date-out-of-range', fields: [{ path: 'birthDate' }] });
  });

  it('is found by any of the words of the name on', () => {
    expect(nameKeysOf({ name: 'Đặng Thị Ánh' })).toEqual(['dang thi anh', 'thi anh', 'anh']);
  });
});
