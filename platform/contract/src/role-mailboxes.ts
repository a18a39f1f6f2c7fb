const named = `
  info hello mail office contact contacts contactus reception frontdesk admin administrator administration webmaster
  sales sale export import trade business enquiry enquiries inquiry inquiries quote quotes quotation rfq order orders
  service services customerservice support help helpdesk aftersales care feedback complaints warranty
  purchase purchases purchasing procurement sourcing tender tenders supplier suppliers
  hr jobs career careers recruit recruiting recruitment talent personnel
  marketing market media press pr newsletter events event partners partner
  finance accounting accounts accountspayable billing invoice invoices payments tax legal compliance privacy
  logistics shipping warehouse dispatch quality production engineering technical tech it team
  kontakt vertrieb verkauf einkauf buchhaltung bewerbung bewerbungen personal rechnung bestellung
  contacto ventas compras comercial ventes achats
  kefu shouhou fuwu zixun xiaoshou yewu waimao shangwu shichang shichangbu hezuo lianxi
  xiaoshoubu yewubu caigou caigoubu gongyingshang zhaobiao toubiao xunjia xunpan
  renshi renliziyuan zhaopin hrbp xingzheng xingzhengbu bangong bangongshi qiantai zongjingban gongsi
  caiwu caiwubu kaipiao fapiao wuliu cangku cangchu jishu jishubu shengchan pinzhi fawu`;

/**
 * What stands before `@` in mailboxes that belong to a role and to no person: English, Chinese and other usual ones.
 * Left out is what is as often somebody's name, as `dingdan` (orders, or Ding Dan).
 */
export const roleMailboxes: readonly string[] = named.trim().split(/\s+/);
