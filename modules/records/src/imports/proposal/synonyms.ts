const companyNames = [
  "company",
  "companyname",
  "customer",
  "客户名称",
  "公司",
  "公司名称",
  "企业名称",
  "单位名称",
];

/** What a column is headed that names the company of a record. */
const companyHeads = [
  ...companyNames,
  "所属公司",
  "所属客户",
  "所属企业",
  "所属单位",
  "所在公司",
  "所在单位",
  "客户公司",
];

/**
 * What people and other systems call the fields of the standard objects, folded as `foldHeader` does. Names and
 * labels of the fields themselves need no entry.
 */
export const fieldSynonyms: Readonly<Record<string, readonly string[]>> = {
  "account.name": ["account", "accountname", ...companyNames],
  "account.industry": ["sector", "所属行业"],
  "account.region": ["officelocation", "country", "地区", "大区", "国家"],
  "account.city": ["所在城市"],
  "account.size": ["employees", "headcount", "人数", "员工数"],
  "account.website": ["url", "homepage", "官网", "网址"],
  "account.phone": ["telephone", "tel", "mobile", "联系电话", "手机"],
  "account.parent": ["subsidiaryof", "parentcompany", "母公司", "上级公司"],
  "account.external_id": ["accountid", "customerid", "客户编号"],
  "contact.name": ["contact", "contactname", "fullname", "联系人", "联系人姓名"],
  "contact.account": [...companyHeads, "单位"],
  "contact.title": ["position", "jobtitle", "职位"],
  "contact.email": ["mail", "emailaddress", "电子邮箱", "电子邮件"],
  "contact.phone": ["telephone", "tel", "mobile", "cellphone", "手机", "手机号", "联系电话"],
  "contact.external_id": ["contactid", "联系人编号"],
  "lead.name": ["lead", "leadname", "contactname", "fullname", "联系人", "客户姓名"],
  "lead.company": [
    "companyname",
    "公司名称",
    "企业名称",
    "公司",
    "客户名称",
    "所属公司",
    "所在公司",
    "所在单位",
    "单位名称",
    "单位",
  ],
  "lead.title": ["position", "jobtitle", "职位"],
  "lead.email": ["mail", "emailaddress", "电子邮箱", "电子邮件"],
  "lead.phone": ["telephone", "tel", "mobile", "cellphone", "手机", "手机号", "联系电话"],
  "lead.source": ["leadsource", "线索来源", "渠道"],
  "lead.outcome": ["y", "converted", "won", "成交", "是否成交"],
  "lead.closed_at": ["closedate", "closeddate", "关闭日期", "结束时间", "结束日期", "转化时间"],
  "lead.external_id": ["leadid", "线索编号"],
  "deal.name": ["deal", "opportunity", "dealname", "opportunityname", "商机名称", "项目名称"],
  "deal.account": companyHeads,
  "deal.product": ["productname", "产品名称"],
  "deal.amount": [
    "value",
    "closevalue",
    "dealvalue",
    "revenue",
    "成交金额",
    "合同金额",
    "预计金额",
  ],
  "deal.stage": ["dealstage", "status", "salesstage", "销售阶段", "商机阶段", "状态"],
  "deal.expected_close": [
    "expectedclosedate",
    "预计成交日期",
    "预计关闭日期",
    "预计签约日期",
    "预计签约日",
    "预计签单日期",
    "预计结单日期",
  ],
  "deal.closed_at": [
    "closedate",
    "closeddate",
    "成交日期",
    "关闭日期",
    "签约日期",
    "签单日期",
    "结单日期",
    "赢单日期",
    "结束时间",
    "结束日期",
    "关闭日",
    "实际成交日期",
    "实际成交时间",
    "实际结束日期",
    "实际结束时间",
    "成交时间",
    "签约时间",
    "结单时间",
  ],
  "deal.external_id": ["opportunityid", "dealid", "商机编号"],
  "product.name": ["product", "productname", "产品", "产品名称"],
  "product.price": ["salesprice", "unitprice", "listprice", "单价", "售价"],
  "product.external_id": ["productid", "sku", "产品编号"],
  "contract.name": ["contract", "contractname", "合同名称"],
  "contract.account": companyHeads,
  "contract.amount": ["value", "contractvalue", "合同金额", "合同额", "年费"],
  "contract.starts_on": ["startdate", "开始日期", "合同开始日期", "生效日期", "签约日期"],
  "contract.ends_on": [
    "enddate",
    "expirydate",
    "结束日期",
    "合同结束日期",
    "到期日",
    "到期日期",
    "合同到期日",
  ],
  "contract.renewal_on": ["renewaldate", "续约日", "续约日期"],
  "contract.status": ["合同状态", "续约状态"],
  "contract.external_id": ["contractid", "合同编号"],
  "task.due_at": ["duedate", "deadline", "截止日期"],
};

/** What stands in files for when a record came into being. */
export const createdSynonyms: readonly string[] = [
  "createdat",
  "created",
  "createdate",
  "creationdate",
  "createtime",
  "engagedate",
  "创建时间",
  "创建日期",
  "录入时间",
  "建档日期",
];

/** What stands in files for whose a record is. */
export const ownerSynonyms: readonly string[] = [
  "owner",
  "ownername",
  "owneremail",
  "recordowner",
  "accountowner",
  "contactowner",
  "leadowner",
  "dealowner",
  "opportunityowner",
  "负责人",
  "负责人邮箱",
  "客户负责人",
  "商机负责人",
  "线索负责人",
  "销售负责人",
  "所有人",
  "归属人",
  "归属销售",
];

/** What may stand for it too, where members are named below. */
export const perhapsOwnerSynonyms: readonly string[] = [
  "assignedto",
  "salesrep",
  "salesagent",
  "salesperson",
  "accountmanager",
  "销售",
  "销售员",
  "销售代表",
  "业务员",
  "客户经理",
  "跟进人",
  "对接人",
];

/** What every export says of records that no file can change. */
export const keptSynonyms: readonly string[] = ["updatedat", "updated", "更新时间"];

/** What files say for options, folded as `foldHeader` does. */
export const optionSynonyms: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "deal.stage": {
    prospecting: "discovery",
    qualification: "discovery",
    初步接触: "discovery",
    engaging: "validation",
    proposal: "solution",
    方案报价: "solution",
    closedwon: "won",
    成交: "won",
    closedlost: "lost",
    失败: "lost",
  },
  "lead.outcome": { yes: "won", no: "lost", true: "won", false: "lost", 是: "won", 否: "lost" },
  "lead.status": { open: "new", contacted: "working", unqualified: "lost", 未跟进: "new" },
};

/** Case, white space and punctuation make no difference between names of columns. */
export function foldHeader(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");
}
