import { problemTexts } from './problem-texts.js';

/** Codes that any route may answer; those of one rule are registered beside the rule. */
problemTexts({
  'malformed-json': {
    status: 400,
    vi: 'Nội dung gửi lên không phải JSON đúng cú pháp.',
    en: 'The body is not well-formed JSON.',
  },
  'invalid-request': {
    status: 400,
    vi: 'Yêu cầu có trường sai; xem danh sách `errors`.',
    en: 'The request has wrong fields; see `errors`.',
  },
  'invalid-cursor': {
    status: 400,
    vi: 'Con trỏ trang không dùng được; hãy đọc lại từ trang đầu.',
    en: 'The cursor is not usable; read again from the first page.',
  },
  'invalid-idempotency-key': {
    status: 400,
    vi: 'Idempotency-Key phải có 1 đến 200 ký tự ASCII in được.',
    en: 'Idempotency-Key must be 1 to 200 printable ASCII characters.',
  },
  'invalid-if-match': {
    status: 400,
    vi: 'If-Match phải là một phiên bản trong ngoặc kép, như "3".',
    en: 'If-Match must be one version in quotes, like "3".',
  },
  'no-token': {
    status: 401,
    vi: 'Cần đăng nhập: yêu cầu không có mã truy cập.',
    en: 'Sign in: the request has no access token.',
  },
  'invalid-token': {
    status: 401,
    vi: 'Mã truy cập không hợp lệ hoặc đã hết hạn; hãy đăng nhập lại.',
    en: 'The access token is not valid or has expired; sign in again.',
  },
  'outside-subtree': {
    status: 403,
    vi: 'Bạn không có quyền này ở đơn vị được hỏi vào hôm nay.',
    en: 'You do not hold this right at that unit today.',
  },
  'no-such-route': { status: 404, vi: 'Không có địa chỉ này.', en: 'There is no such route.' },
  'stale-version': {
    status: 412,
    vi: 'Dữ liệu đã được sửa, nay là phiên bản {current}; hãy đọc lại rồi sửa tiếp.',
    en: 'It was changed meanwhile and is now version {current}; read it again, then change it.',
  },
  'precondition-required': {
    status: 428,
    vi: 'Cần If-Match với phiên bản mà bạn đã đọc.',
    en: 'If-Match with the version that you read is required.',
  },
  'body-too-large': {
    status: 413,
    vi: 'Nội dung gửi lên quá lớn (tối đa 1 MB).',
    en: 'The body is too large (1 MB at most).',
  },
  'unsupported-media-type': { status: 415, vi: 'Chỉ nhận JSON mã hoá UTF-8.', en: 'Only JSON in UTF-8 is accepted.' },
  'idempotency-key-reused': {
    status: 422,
    vi: 'Idempotency-Key này đã dùng cho một nội dung khác.',
    en: 'This Idempotency-Key was used with another body.',
  },
  'too-many-requests': {
    status: 429,
    vi: 'Quá nhiều yêu cầu; hãy đợi rồi gửi lại.',
    en: 'Too many requests; wait, then send again.',
  },
  internal: {
    status: 500,
    vi: 'Lỗi bên trong; báo mã `traceId` này cho người vận hành.',
    en: 'An internal error; give this `traceId` to the operator.',
  },
  'restored-from-older-backup': {
    vi: 'Cơ sở dữ liệu của dịch vụ được khôi phục từ bản sao lưu cũ hơn những gì đã phát đi. Tạm ngừng nhận dữ liệu cho đến khi người vận hành xử lý.',
    en: 'The database of this service was restored from a backup older than what it has published. Nothing is accepted until an operator has seen to it.',
    status: 503,
  },
  'store-away': {
    status: 503,
    vi: 'Kho dữ liệu tạm thời không trả lời; hãy gửi lại đúng yêu cầu này.',
    en: 'The store does not answer for now; send the same request again.',
  },
  'issuer-away': {
    status: 503,
    vi: 'Hệ thống đăng nhập tạm thời không trả lời; hãy gửi lại.',
    en: 'The sign-in system does not answer for now; send again.',
  },
  // Faults of one field, in `errors[].code`: from class-validator's names.
  'unknown-field': { vi: 'Trường này không có trong yêu cầu.', en: 'This field does not belong here.' },
  'is-defined': { vi: 'Thiếu trường này.', en: 'This field is missing.' },
  'is-string': { vi: 'Phải là chuỗi ký tự.', en: 'Must be text.' },
  'is-not-empty': { vi: 'Không được để trống.', en: 'Must not be empty.' },
  'is-uuid': { vi: 'Phải là một UUID.', en: 'Must be a UUID.' },
  'is-int': { vi: 'Phải là số nguyên.', en: 'Must be a whole number.' },
  'is-boolean': { vi: 'Phải là true hoặc false.', en: 'Must be true or false.' },
  'is-array': { vi: 'Phải là một danh sách.', en: 'Must be a list.' },
  'is-object': { vi: 'Phải là một đối tượng.', en: 'Must be an object.' },
  'is-enum': { vi: 'Không phải một trong các giá trị cho phép.', en: 'Is not one of the allowed values.' },
  'is-in': { vi: 'Không phải một trong các giá trị cho phép.', en: 'Is not one of the allowed values.' },
  'is-local-date': {
    vi: 'Phải là một ngày có thật, dạng 2026-07-01.',
    en: 'Must be an existing date like 2026-07-01.',
  },
  'is-instant': {
    vi: 'Phải là thời điểm RFC 3339 có múi giờ, như 2026-07-01T19:30:00+07:00.',
    en: 'Must be an RFC 3339 instant with offset, like 2026-07-01T19:30:00+07:00.',
  },
  'is-nested': { vi: 'Phải là một đối tượng.', en: 'Must be an object.' },
  matches: { vi: 'Không đúng dạng.', en: 'Does not have the right form.' },
  min: { vi: 'Quá nhỏ.', en: 'Is too small.' },
  max: { vi: 'Quá lớn.', en: 'Is too large.' },
  'min-length': { vi: 'Quá ngắn.', en: 'Is too short.' },
  'max-length': { vi: 'Quá dài.', en: 'Is too long.' },
  'is-length': { vi: 'Độ dài không đúng.', en: 'Has the wrong length.' },
  'array-min-size': { vi: 'Quá ít phần tử.', en: 'Has too few items.' },
  'array-max-size': { vi: 'Quá nhiều phần tử.', en: 'Has too many items.' },
});
