import { plainName } from "./data-table.ts";

/** A column of this name holds ids of people, however many rows there are. */
const IDS = new Set(
  (
    "iid fid individualid familyid otherindividualid otherfamilyid personid participantid patientid subjectid sampleid " +
    "eid mrn nhsnumber chinumber sampleids individualids paternalid maternalid"
  ).split(" "),
);

/** A column of this name may hold people, or studies and tissues: it depends on how many there are. */
const PERHAPS_IDS = new Set(
  "sample samplename individual person participant patient subject donor proband".split(" "),
);

/** What is known of one person. */
const ATTRIBUTES = new Set(
  "sex gender age dateofbirth birthdate dob yearofbirth birthyear height weight bmi diagnosis postcode zip phenotype ethnicity population".split(
    " ",
  ),
);
const AXIS = /^pc\d+$/;

/** With one of these a row is about a variant, a gene, a method, a step or a group. */
const OTHER_KEYS = new Set(
  (
    "variantid rsid snp chromosome basepairlocation chrom chr pos position gene geneid method methodid step threshold bin " +
    "decile quantile quantiles stratum stratumid iteration chain score measure parameter term expected curve density outcome exposure column level " +
    "n count mean median sd min max beta estimate oddsratio standarderror pvalue lower upper cilower ciupper values share"
  ).split(" "),
);

export function isPersonId(column: string): boolean {
  return IDS.has(plainName(column));
}

export function mayBePersonId(column: string): boolean {
  return PERHAPS_IDS.has(plainName(column));
}

export function isPersonAttribute(column: string): boolean {
  const name = plainName(column);
  return ATTRIBUTES.has(name) || AXIS.test(name);
}

export function isOtherKey(column: string): boolean {
  return OTHER_KEYS.has(plainName(column));
}

/** Columns whose numbers count people. */
const COUNTS = new Set(
  (
    "n count counts cases controls ncases ncontrols casecount controlcount samplecount samplesize nsamples samples people npeople persons " +
    "individuals participants patients carriers events heterozygotes effecthomozygotes otherhomozygotes homozygotes women men females males"
  ).split(" "),
);

export function isPersonCount(column: string): boolean {
  return COUNTS.has(plainName(column));
}
