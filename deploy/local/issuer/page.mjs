// The HTML of the login page, in Vietnamese with English beneath. Works without scripts, by keyboard and screen reader.
const escape = (text) =>
  String(text).replaceAll(
    /[&<>"']/g,
    (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[sign],
  );

const FAULTS = {
  expired: [
    'Lần đăng nhập này đã hết hạn. Hãy quay lại trang trước và bấm Authorize lần nữa.',
    'This sign-in has expired. Go back and press Authorize again.',
  ],
  person: [
    'Hãy chọn một người trong danh sách, hoặc nhập mã gồm a–z, 0–9 và dấu gạch nối.',
    'Choose somebody from the list, or type an id of a–z, 0–9 and hyphens.',
  ],
};

const fault = (kind) => {
  if (!kind) return '';
  const [vi, en] = FAULTS[kind];
  return `<p role="alert" class="fault">${vi}<span lang="en">${en}</span></p>`;
};

const choice = ({ sub, name, roleLabel }) => `
      <li><button name="person" value="${escape(sub)}" type="submit">
        <strong>${escape(name)}</strong><span lang="en">${escape(roleLabel)}</span><code>${escape(sub)}</code>
      </button></li>`;

const form = (people) => `
  <form method="post">
    <h2 id="people">Bạn là ai? <span lang="en">Who are you?</span></h2>
    <ul aria-labelledby="people">${people.map(choice).join('')}
    </ul>
  </form>
  <form method="post" class="other">
    <label for="other">Mã người dùng khác <span lang="en">Another person's id (sub)</span></label>
    <input id="other" name="person" required pattern="[a-z0-9\\-]{1,64}" maxlength="64" autocomplete="off" spellcheck="false">
    <button type="submit">Đăng nhập <span lang="en">Sign in</span></button>
  </form>`;

const STYLE = `
  :root { color-scheme: light dark; --line: #8886; --accent: #b3261e }
  * { box-sizing: border-box }
  body { font: 1rem/1.45 system-ui, sans-serif; margin: 0 auto; max-width: 44rem; padding: 1.5rem 1rem 3rem }
  h1 { font-size: 1.5rem; margin: 0 0 .25rem; border-left: .35rem solid var(--accent); padding-left: .6rem }
  h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem }
  [lang=en] { display: block; font-size: .85em; opacity: .75; font-weight: 400 }
  ul { list-style: none; margin: 0; padding: 0; display: grid; gap: .5rem; grid-template-columns: repeat(auto-fill, minmax(19rem, 1fr)) }
  button { font: inherit; color: inherit; cursor: pointer; background: transparent; border: 1px solid var(--line); border-radius: .5rem; padding: .6rem .8rem }
  li button { width: 100%; height: 100%; text-align: left; display: flex; flex-direction: column; gap: .1rem }
  button:hover { border-color: var(--accent) }
  button:focus-visible, input:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
  code { font-size: .8em; opacity: .75; overflow-wrap: anywhere }
  .other { margin-top: 1.5rem; display: grid; gap: .4rem; max-width: 22rem }
  input { font: inherit; padding: .5rem; border: 1px solid var(--line); border-radius: .5rem }
  .fault { border: 2px solid var(--accent); border-radius: .5rem; padding: .6rem .8rem }
  .note { font-size: .9em; opacity: .85 }`;

/** The page; `trouble` says what went wrong before (`expired`, `person`). */
export const page = (people, trouble) => `<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Liên Cấp: đăng nhập</title>
<style>${STYLE}</style>
</head>
<body>
<main>
  <h1>Liên Cấp <span lang="en">sign in · local demo</span></h1>
  <p class="note">Không cần mật khẩu: mọi người ở đây đều là nhân vật hư cấu, chỉ dùng trên máy này.
    <span lang="en">No password: everybody here is invented, and this page is reachable from this machine only.</span></p>
  ${fault(trouble)}${trouble === 'expired' ? '' : form(people)}
</main>
</body>
</html>
`;
