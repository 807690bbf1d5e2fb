import type { Language } from './words.ts';

const english =
  'AL Alabama,AK Alaska,AZ Arizona,AR Arkansas,CA California,CO Colorado,CT Connecticut,DE Delaware,DC District of Columbia,' +
  'FL Florida,GA Georgia,HI Hawaii,ID Idaho,IL Illinois,IN Indiana,IA Iowa,KS Kansas,KY Kentucky,LA Louisiana,ME Maine,' +
  'MD Maryland,MA Massachusetts,MI Michigan,MN Minnesota,MS Mississippi,MO Missouri,MT Montana,NE Nebraska,NV Nevada,' +
  'NH New Hampshire,NJ New Jersey,NM New Mexico,NY New York,NC North Carolina,ND North Dakota,OH Ohio,OK Oklahoma,OR Oregon,' +
  'PA Pennsylvania,PR Puerto Rico,RI Rhode Island,SC South Carolina,SD South Dakota,TN Tennessee,TX Texas,UT Utah,VT Vermont,' +
  'VA Virginia,WA Washington,WV West Virginia,WI Wisconsin,WY Wyoming';
/** Where Spanish says it otherwise. */
const spanish =
  'DC Distrito de Columbia,HI Hawái,LA Luisiana,MI Míchigan,MS Misisipi,MO Misuri,NH Nuevo Hampshire,NJ Nueva Jersey,' +
  'NM Nuevo México,NY Nueva York,NC Carolina del Norte,ND Dakota del Norte,OR Oregón,PA Pensilvania,SC Carolina del Sur,' +
  'SD Dakota del Sur,TX Texas,WV Virginia Occidental';

const namesIn = (list: string): ReadonlyMap<string, string> =>
  new Map(list.split(',').map((each) => [`US-${each.slice(0, 2)}`, each.slice(3)]));

const inEnglish = namesIn(english);
const inSpanish = namesIn(spanish);

/** The name that people know a jurisdiction by: `US-CA` is California; one that is not known here stays as it is. */
export function jurisdictionName(jurisdiction: string, language: Language): string {
  const known = inEnglish.get(jurisdiction) ?? jurisdiction;
  return language === 'es' ? (inSpanish.get(jurisdiction) ?? known) : known;
}
