/**
 * The upper half of code page 852 (DOS Latin 2), bytes 0x80 to 0xFF in order; the lower half is ASCII. TextDecoder has no cp852.
 * Source: the Unicode Consortium's mapping VENDORS/MICSFT/PC/CP852.TXT. 0xAD-like invisible characters are written as escapes.
 */
export const cp852UpperHalf =
  'ÇüéâäůćçłëŐőîŹÄĆ' +
  'ÉĹĺôöĽľŚśÖÜŤťŁ×č' +
  'áíóúĄąŽžĘę¬źČş«»' +
  '░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐' +
  '└┴┬├─┼Ăă╚╔╩╦╠═╬¤' +
  'đĐĎËďŇÍÎě┘┌█▄ŢŮ▀' +
  'ÓßÔŃńňŠšŔÚŕŰýÝţ´' +
  '\u00AD˝˛ˇ˘§÷¸°¨˙űŘř■\u00A0';
