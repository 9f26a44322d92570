# A visit that was issued, its record and the configuration changed since: what the superbill says decides, not what both say today.
$ TZ=America/Los_Angeles superbill init -q clinic && cd clinic && superbill issue -q --patient P-1001 && SOURCE_DATE_EPOCH=1796385600 superbill month 2026-11 -q; superbill list; mkdir as && cp visits.ndjson superbill.ini as; cat >so <<'end'
> # so VISIT WHAT-BECOMES-OF-THE-VISIT [WHAT-BECOMES-OF-THE-CONFIGURATION]
> cp as/* . && sed -i "/$1/s/$2/" visits.ndjson
> [ -z "$3" ] || sed -i "$3" superbill.ini
> superbill issue -v --visit $1 2>&1 | grep -o 'stands on .*\[.*'
> end
| EXAMPLE-SB-2026-000001 P-1001       2026-11-06 2026-11-06     375.00     375.00  issued
| EXAMPLE-SB-2026-000002 P-1001       2026-11-13 2026-11-13     252.50     252.50  issued
| EXAMPLE-SB-2026-000003 P-1002       2026-11-10 2026-11-17     575.00     575.00  issued
$ cat >said <<'end'
> so() { sh ./so V-20261113-1001 "$@"; }
> dear='s/= 62.50/= 70.00/; s/= 65.00/= 80.00/'
> end
# the record comes to say what today's configuration says: the superbill says another
$ . ./said; so '"minutes": 30/&, "fee": "70.00"' "$dear"; so '"minutes": 30/&, "charge": "140.00"' "$dear"; so '"payments"/"total": "290.00", &' "$dear"; so '"diagnoses"/"place_of_service": "12", &' 's/^place_of_service = 11/place_of_service = 12/'; so '"M25.561", "M62.81"/"M62.81", "M25.561"' '/^.payer aetna/adx_order = M62, M25'; so '"minutes": 30/&, "modifiers": ["GP"]' '/^.payer aetna/arequire_gp = yes'; so '"payments"/"location": "annex", &' '/^.provider hale/alocation = annex
> $a[location annex]\naddress1 = 1 Annex Way\ncity = Portland\nstate = OR\nzip = 97214'
| stands on EXAMPLE-SB-2026-000002, and differs from what was issued in services [changed-after-issue]
| stands on EXAMPLE-SB-2026-000002, and differs from what was issued in services [changed-after-issue]
| stands on EXAMPLE-SB-2026-000002, and differs from what was issued in total [changed-after-issue]
| stands on EXAMPLE-SB-2026-000002, and differs from what was issued in place_of_service [changed-after-issue]
| stands on EXAMPLE-SB-2026-000002, and differs from what was issued in diagnoses [changed-after-issue]
| stands on EXAMPLE-SB-2026-000002, and differs from what was issued in services [changed-after-issue]
| stands on EXAMPLE-SB-2026-000002, and differs from what was issued in location [changed-after-issue]
# the visit's own word is another than what was issued, whatever the configuration
$ . ./said; so '"minutes": 30/&, "fee": "63.00"'; so '"minutes": 30/&, "fee": "63.00"' "$dear"; so '"payments"/"note": "by the hand", &' "$dear"; so '"minutes": 30/&, "diagnoses": ["M62.81"]'
| stands on EXAMPLE-SB-2026-000002, and differs from what was issued in services [changed-after-issue]
| stands on EXAMPLE-SB-2026-000002, and differs from what was issued in services [changed-after-issue]
| stands on EXAMPLE-SB-2026-000002, and differs from what was issued in note [changed-after-issue]
| stands on EXAMPLE-SB-2026-000002, and differs from what was issued in services [changed-after-issue]
# a name that has no section
$ . ./said; so '"payments"/"location": "nowhere", &'; so '"payments"/"assistant": "nobody", &'; so '"hale"/"nobody"'
| stands on EXAMPLE-SB-2026-000002, and differs from what was issued in location [changed-after-issue]
| stands on EXAMPLE-SB-2026-000002, and differs from what was issued in assistant [changed-after-issue]
| stands on EXAMPLE-SB-2026-000002, and differs from what was issued in provider [changed-after-issue]
# what was issued, in so many words, and what no page shows, beside whatever the configuration says now: it stands
$ . ./said; so '"minutes": 30/&, "fee": "62.50"' "$dear"; so '"minutes": 30/&, "charge": "125.00"' "$dear"; so '"minutes": 30/&, "units": 2' "$dear"; so '"diagnoses"/"place_of_service": "11", &' 's/^place_of_service = 11/place_of_service = 12/'; so '"services": ./&{"item": "Foam roller", "charge": "24.00"}, ' "$dear"; so '"services": ./&{"item": "Foam roller", "charge": "24.00"}, ' '/^.payer aetna/adx_order = M62, M25\nrequire_gp = yes'; so '"provider": "hale", /'
| stands on EXAMPLE-SB-2026-000002; what changed since in services is not on it [already-issued]
| stands on EXAMPLE-SB-2026-000002; what changed since in services is not on it [already-issued]
| stands on EXAMPLE-SB-2026-000002; what changed since in services is not on it [already-issued]
| stands on EXAMPLE-SB-2026-000002; what changed since in place_of_service is not on it [already-issued]
| stands on EXAMPLE-SB-2026-000002; what changed since in services is not on it [already-issued]
| stands on EXAMPLE-SB-2026-000002; what changed since in services is not on it [already-issued]
| stands on EXAMPLE-SB-2026-000002; what changed since in provider is not on it [already-issued]
# the configuration alone
$ . ./said; so 'x/x' 's/= 62.50/= 70.00/; s/^place_of_service = 11/place_of_service = 12/; /^.payer aetna/adx_order = M62, M25'
| stands on EXAMPLE-SB-2026-000002 [already-issued]
# a payment more is a warning, whatever the fees
$ . ./said; so '"payments": ./&{"date": "2026-11-14", "amount": "5.00", "method": "cash"}, ' 's/= 62.50/= 70.00/'
| stands on EXAMPLE-SB-2026-000002; payments were added since [paid-after-issue]
# two visits of one superbill: a service less of either, another provider of the second, a price
$ so() { sh ./so "$@"; }; so V-20261110-1002 ', {"code": "97110", "minutes": 23}/'; so V-20261117-1002 ', {"code": "97140", "minutes": 20}/'; so V-20261117-1002 '"hale"/"moss"' '$a[provider moss]\nname = Ira Moss\nnpi = 1245319599\nlicense = OR PT-1\n'; so V-20261117-1002 '"minutes": 33/&, "fee": "70.00"' 's/= 62.50/= 70.00/'; so V-20261117-1002 '"minutes": 33/&, "fee": "62.50"' 's/= 62.50/= 70.00/'; so V-20261110-1002 '"services": ./&{"item": "Foam roller", "charge": "24.00"}, ' 's/= 62.50/= 70.00/'
| stands on EXAMPLE-SB-2026-000003, and differs from what was issued in services [changed-after-issue]
| stands on EXAMPLE-SB-2026-000003, and differs from what was issued in services [changed-after-issue]
| stands on EXAMPLE-SB-2026-000003, and differs from what was issued in provider [changed-after-issue]
| stands on EXAMPLE-SB-2026-000003, and differs from what was issued in services [changed-after-issue]
| stands on EXAMPLE-SB-2026-000003; what changed since in services is not on it [already-issued]
| stands on EXAMPLE-SB-2026-000003; what changed since in services is not on it [already-issued]
# what is told is what the correction is of
$ sh ./so V-20261113-1001 '"minutes": 30/&, "fee": "70.00"' 's/97110 = 62.50/97110 = 70.00/'; superbill issue -q --visit V-20261113-1001; superbill correct EXAMPLE-SB-2026-000002 --reason price -n
| stands on EXAMPLE-SB-2026-000002, and differs from what was issued in services [changed-after-issue]
| would write out/EXAMPLE-SB-2026-000004.pdf: charges 267.50, paid 252.50, balance 15.00
! visits.ndjson:3:1: error: V-20261113-1001 stands on EXAMPLE-SB-2026-000002, and differs from what was issued in services [changed-after-issue]
!     issue the change with 'superbill correct EXAMPLE-SB-2026-000002 --reason TEXT', or restore the record
! visits.ndjson:3:270: warning: 15.00 of the charges is not paid [balance-due]
!     add the payment once it is made
! 1 document: charges 267.50, paid 252.50, balance 15.00; 1 warning
