/**
 * What is tried first: in lower case, as it stands and without its digits and signs. Short ones are here because people lengthen them with digits ("password1234"); rows of
 * neighbours and repetitions are found by rule (password-rules.ts).
 */
export const commonPasswords: ReadonlySet<string> = new Set(
  `
  password passwort passw motdepasse contrasena heslo heslojeheslo mojeheslo tajneheslo admin administrator adminadmin root rootroot superuser
  gangway gangwaygangway gangwayadmin gangwaypassword welcome welcometo welcomeback vitejte letmein letmeinplease letmeinnow login loginlogin
  qwerty qwertz qwertyuiop qwertzuiop qwertyuiopasdf qwertzuiopasdf asdfghjkl asdfghjklqwe zxcvbnm yxcvbnm qazwsxedc qazwsxedcrfv qweasdzxc qweasd
  iloveyou iloveyouforever ilovemyself princess princesa sunshine football fotbal baseball basketball monkey dragon master shadow superman batman
  starwars pokemon michael jennifer jordan hunter ashley charlie daniel jessica thomas computer internet internetbanking whatever freedom nothing
  trustno trustnoone trustnobody changeme changemenow changeit changethis pleasechange pleasechangeme default defaultpassword secret supersecret
  topsecret secretpassword mypassword yourpassword newpassword oldpassword temppassword temporary testtest testpassword tester testing testtesttest
  password123456 p@ssw0rd p@ssw0rd1234 p@ssword pssword pssw passwrd passwordpassword passphrase guest guestguest service serviceaccount
  ucetnictvi faktura fakturace pohoda pohodapohoda accounting accountant bookkeeper company companyname firma nasefirma slunicko milacek maminka
  correcthorsebatterystaple
  `
    .trim()
    .split(/\s+/),
);
