/** A text of the sample that stays: what would begin an expression or a secret in a template is written as the text that it is. */
export function literalText(text: string): string {
  return text.replaceAll('${', "${'${'}").replaceAll('{{secret:', "${'{' & '{secret:'}");
}
