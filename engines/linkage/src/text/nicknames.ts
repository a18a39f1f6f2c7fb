/** Given names that stand for one another, each line the forms of one name. */
const sets = `
alexander alex alec sandy sasha xander
alexandra alex sandra sandy sasha lexi
albert al bert bertie
alfred al alf alfie fred
amanda mandy
andrew andy drew
angela angie
ann anne anna annie nan nancy
anthony tony
antonio tony toni
arthur art artie
barbara barb barbie babs
benjamin ben benny benji
bernard bernie
beverly bev
bradley brad
calvin cal
carolyn caroline carol carrie
catherine katherine kathryn katharine kathleen cathy kathy kate katie kitty kay
charles charlie chuck chas
christina christine tina chris chrissy
christopher chris kit topher
clifford cliff
cynthia cindy
daniel dan danny
david dave davy
deborah debra debbie deb
dennis denny
dominic dom nick
donald don donnie
dorothy dot dottie dolly
douglas doug
edmund ed eddie ted ned
edward ed eddie ted teddy ned
edwin ed eddie
eleanor elaine ellen nell nellie nora
elizabeth liz lizzie beth betty bess betsy eliza elsie libby lisa
emily emma em emmy
eugene gene
florence flo flossie
frances fran francie
francis frank fran
franklin frank
frederick frederic fred freddie
gabriel gabe
gerald jerry gerry
gerard gerry jerry
gilbert gil bert
gregory greg gregg
harold harry hal
harriet hattie harry
helen ellen nell nellie lena
henry harry hank hal
herbert herb bert
howard howie
isabella isabel bella belle
jacob jake
jacqueline jackie
james jim jimmy jamie jem
jane jenny janie
janet jan
jason jay
jeffrey geoffrey jeff geoff
jennifer jen jenny jenn
jeremy jeremiah jerry
jessica jess jessie
john jack johnny jon
jonathan jon johnny nathan
joseph joe joey jos
josephine jo josie
joshua josh
joyce joy
judith judy judi
julian jules
kenneth ken kenny
kimberly kimberley kim
lawrence laurence larry laurie
leonard leo len lenny
leslie les
lillian lily lil
louis lewis lou louie
louise lou
lucille lucy lucia
margaret maggie meg peggy madge marge margie greta rita daisy
maria mary marie molly polly mae
martha marty patty
martin marty
matthew matt matty
maximilian max
melissa mel missy lissa
michael mike mick mickey micky mitch
mildred millie
mitchell mitch
nathaniel nathan nat nate
nicholas nicolas nick nicky
norman norm
oliver ollie
pamela pam
patricia pat patty trish tricia
patrick pat paddy rick
penelope penny
peter pete
philip phillip phil pip
rachel rae
raymond ray
rebecca becky becca
reginald reg reggie
richard rick ricky dick rich richie
robert bob bobby rob robbie bert
roberta bobbie
rodney rod
roger rodge
roland rollo
ronald ron ronnie
rosemary rose rosie
russell russ rusty
samantha sam
samuel sam sammy
sarah sara sally sadie
sebastian seb bastian
sharon shari
sidney sydney sid syd
stanley stan
stephanie steph stevie
stephen steven stefan steve stevie
susan suzanne susannah sue susie suzy
sylvester sly
terence terrence terry
theodore theo ted teddy
theresa teresa terry tess tessa
thomas tom tommy
timothy tim timmy
tobias toby
valerie val
victor vic
victoria vicky vicki tori
vincent vince vinny
virginia ginny ginger
walter walt wally
wilhelm willi willy
william will bill billy willie liam
winifred winnie
zachary zach zack
johann johannes hans hannes
georg jorg juergen
friedrich fritz fred
heinrich heinz heiner
josef sepp jupp
ludwig lutz
katharina kathi kathe
margarete grete gretel marga
francisco paco pancho
jose pepe
giuseppe peppe beppe
mohammed muhammad mohamed mohammad mohamad
dmitri dmitry dimitri dima
sergei sergey serguei
alexei alexey aleksei alexej
yuri yury iouri juri
mikhail michail mihail misha
yevgeny evgeny evgeni yevgeni
natalia natalya natasha
tatiana tatyana tanya
`;

const groups = new Map<string, number[]>();
for (const [group, line] of sets.trim().split("\n").entries()) {
  for (const name of line.split(" ")) groups.set(name, [...(groups.get(name) ?? []), group]);
}

/** The names a given name, in normal form, is a form of; undefined where it is none that is known. */
export function nameGroups(name: string): readonly number[] | undefined {
  return groups.get(name);
}

/** Whether two given names are forms of one: bob and robert, peggy and margaret. */
export function areForms(left: readonly number[], right: readonly number[]): boolean {
  return left.some((group) => right.includes(group));
}
