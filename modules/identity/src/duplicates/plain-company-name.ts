const hanForm = /(?:股份有限公司|有限责任公司|有限公司|股份公司|公司)(?=$|[(（])/gu;

const latinForms = new Set(
  (
    "inc incorporated corp corporation co company ltd limited llc llp lp plc gmbh mbh ag kg kgaa ohg ug se sa sas sarl srl " +
    "spa bv nv ab as asa oy oyj aps kft zrt doo sro pty pte pvt bhd sdn kk"
  ).split(" "),
);

/**
 * A company's name without its legal form (有限公司, Co., Ltd., GmbH), which people leave out and get wrong. 集团 and Holding
 * stay: what is called so is often another company than what is not.
 */
export function plainCompanyName(name: string): string {
  const folded = name.normalize("NFKC").trim();
  return /\p{Script=Han}/u.test(folded) ? plainHan(folded) : plainLatin(folded);
}

function plainHan(name: string): string {
  const bare = name.replace(hanForm, "").replaceAll(/\s+/gu, "");
  return [...bare].length >= 2 ? bare : name;
}

function plainLatin(name: string): string {
  // L.L.C. and S.A.R.L. are words too.
  const joined = name.replace(/\b(?:\p{L}\.){2,}\p{L}?/gu, (dotted) => dotted.replaceAll(".", ""));
  const words = joined.split(/[\s,.&]+/u).filter((word) => word !== "");
  while (words.length > 1 && latinForms.has((words.at(-1) ?? "").toLowerCase())) words.pop();
  return words.join(" ");
}
