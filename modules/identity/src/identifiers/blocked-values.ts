/** What programs send when they do not know who it is; each would merge strangers into one person. */
const placeholders: ReadonlySet<string> = new Set([
  "anonymous",
  "anon",
  "guest",
  "visitor",
  "user",
  "userid",
  "user_id",
  "id",
  "email",
  "phone",
  "distinct_id",
  "distinctid",
  "anonymousid",
  "not_authenticated",
  "unknown",
  "undefined",
  "null",
  "none",
  "nil",
  "nan",
  "n/a",
  "na",
  "-",
  "true",
  "false",
  "string",
  "[object object]",
  "test",
  "testuser",
  "test@test.com",
  "test@example.com",
  "匿名",
  "游客",
  "访客",
  "未知",
  "测试",
  "无",
]);

/** Mailboxes that nobody writes from. */
const machineMailbox = /^(no-?reply|do-?not-?reply|postmaster|mailer-daemon)@/;

/** Whether a value says nothing about who it is: placeholders, zeros, dashes, one repeated digit. */
export function isBlocked(value: string): boolean {
  const text = value
    .trim()
    .toLowerCase()
    .replace(/^["']+|["']+$/g, "");
  return (
    text === "" ||
    placeholders.has(text) ||
    /^[0\-\s]*$/.test(text) ||
    /^-\d$/.test(text) ||
    /^(\d)\1{4,}$/.test(text) ||
    machineMailbox.test(text)
  );
}
