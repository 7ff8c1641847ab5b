import { compileTemplate } from './formats/compile-template.ts';
import * as w from './formats/worked-examples.ts';
const show=(x:unknown)=>console.log(typeof x==='string'?x:JSON.stringify(x,null,1));
const j=compileTemplate({format:'json',body:w.invoiceAsJson},w.invoiceScope);
if(!j.ok) show(j); else { const r=j.value.render(w.runWith(w.invoiceWith(3))); show(r.ok?r.value.text:r); show(j.value.uses);}
const x=compileTemplate({format:'xml',body:w.invoiceAsPohodaXml},w.invoiceScope);
if(!x.ok) show(x); else { const r=x.value.render(w.runWith(w.invoiceWith(3))); show(r.ok?r.value.text:r); show(x.value.charset)}
const a=compileTemplate({format:'json',body:w.pohodaAnswer},{fields:{response:{kind:'any'}}});
if(!a.ok) show(a); else { const r=a.value.renderValue(w.runWith(null,{context:{response:{responsePack:{'@state':'error','@note':'xx'}}}})); show(r)}
