import { problemTexts } from '#http';

/** Texts of what is wrong with a row of members and with a search of duplicates; none repeats what the file says. */
problemTexts({
  'subtree-too-large': {
    status: 422,
    vi: 'Phạm vi có {units} đơn vị, nhiều nhất là {most}: hãy hỏi từng phần.',
    en: 'The subtree has {units} units, at most {most} are looked through: ask for its parts.',
  },
  'identifier-not-text': {
    vi: 'Mã số phải là văn bản, không phải số: số làm mất các số 0 ở đầu.',
    en: 'An identifier must be text: a number loses its leading zeros.',
  },
  'identifier-lost-zeros': {
    vi: 'Thiếu chữ số, có lẽ bảng tính đã bỏ các số 0 ở đầu: khai padIdentifiers=true nếu đúng là vậy.',
    en: 'Too few digits, leading zeros were probably lost: declare padIdentifiers=true if that is so.',
  },
  'identifier-rounded': {
    vi: 'Bảng tính đã đổi mã số thành số làm tròn; không khôi phục được.',
    en: 'A spreadsheet made a rounded number of it; it cannot be restored.',
  },
  'identifier-malformed': { vi: 'Mã số phải có 12 chữ số.', en: 'An identifier has 12 digits.' },
  'identifier-twice': { vi: 'Mã số có ở nhiều dòng của tệp.', en: 'The identifier occurs in several rows.' },
  'id-twice': { vi: 'Mã bản ghi có ở nhiều dòng của tệp.', en: 'The id occurs in several rows.' },
});
