"""The look of the report page; colours follow the reader's light or dark setting."""

STYLE = """
:root{--paper:#f6f7f9;--card:#fff;--ink:#1b2330;--dim:#667085;--line:#e3e6ec;
--accent:#2f6fed;--ok:#1f8a4c;--bad:#c4352b;--float:#9aa4b5}
@media(prefers-color-scheme:dark){:root{--paper:#14181f;--card:#1c222c;--ink:#e6eaf0;
--dim:#93a0b4;--line:#2c3543;--accent:#6a9cff;--ok:#4cc38a;--bad:#ff7b72;--float:#5d6a7f}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);
font:14px/1.5 system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main{max-width:1040px;margin:0 auto;padding:40px 24px 80px}
h1{margin:0;font-size:26px;letter-spacing:-.01em}
h2{font-size:15px;margin:36px 0 10px}
header p,.note,small,.cards span{color:var(--dim)}
header p{margin:2px 0 20px}
code{font-family:ui-monospace,Menlo,Consolas,monospace}
.verdict{background:var(--card);border:1px solid var(--line);border-left:4px solid;
border-radius:8px;padding:12px 16px;margin:0 0 16px}
.verdict.ok{border-left-color:var(--ok)}.verdict.ok b{color:var(--ok)}
.verdict.bad{border-left-color:var(--bad)}.verdict.bad b{color:var(--bad)}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(190px,1fr));gap:12px}
.cards div{background:var(--card);border:1px solid var(--line);border-radius:8px;
padding:12px 16px;display:flex;flex-direction:column}
.cards b{font-size:19px;margin:2px 0}
.bar{display:grid;grid-template-columns:60px 1fr 90px;gap:12px;align-items:center;
margin:6px 0}
.bar i{height:14px;border-radius:4px;background:var(--float)}
.bar.int8 i{background:var(--accent)}
.bar b{font-variant-numeric:tabular-nums;text-align:right}
.wide{overflow-x:auto;background:var(--card);border:1px solid var(--line);
border-radius:8px}
table{border-collapse:collapse;width:100%;font-size:13px;
font-variant-numeric:tabular-nums}
th{text-align:left;color:var(--dim);font-weight:500;position:sticky;top:0;
background:var(--card)}
th,td{padding:6px 14px;border-bottom:1px solid var(--line);white-space:nowrap}
tr:last-child td{border-bottom:0}
td:first-child{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:12px}
.span{position:relative;min-width:140px}
.span i{position:absolute;top:50%;height:6px;margin-top:-3px;border-radius:3px;
background:var(--accent);opacity:.75}
.span:before{content:"";position:absolute;left:50%;top:6px;bottom:6px;width:1px;
background:var(--line)}
@media print{body{background:#fff}main{max-width:none;padding:0}}
"""
