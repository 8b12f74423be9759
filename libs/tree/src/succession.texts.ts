/** Text of `unit-not-alive` where facts are written on a date: registered by each service that refuses so. */
export const UNIT_NOT_ALIVE = {
  status: 422,
  vi: 'Vào ngày này, đơn vị chưa được thành lập hoặc đã kết thúc hoạt động; đơn vị kế thừa, nếu có, ở `errors[].successors`.',
  en: 'The unit did not exist on this date; units that go on with it, if any, are in `errors[].successors`.',
};
