# A key, what is signed with it, and who can tell.
$ TZ=America/Los_Angeles superbill init -q clinic && cd clinic && superbill archive key practice.key
| practice.key: the key, for the practice alone
| practice.key.pub: its public half, for whoever verifies
! next: [archive] signing_key_file = practice.key in the configuration signs what is issued from then on
$ stat -c '%A %n' practice.key practice.key.pub; head -1 practice.key; head -1 practice.key.pub
| -rw------- practice.key
| -rw------- practice.key.pub
| -----BEGIN PRIVATE KEY-----
| -----BEGIN PUBLIC KEY-----
# a key is never replaced; a public half that was lost comes back
$ cp practice.key.pub before.pub; rm practice.key.pub; superbill archive key practice.key; cmp before.pub practice.key.pub
| practice.key: was there already
| practice.key.pub: its public half, for whoever verifies
$ superbill archive key practice.key --json
| {"schema": "superbill.key/1", "fresh": false, "private": "practice.key", "public": "practice.key.pub"}
$ mkdir elsewhere; cp practice.key.pub elsewhere/other.key.pub; superbill archive key elsewhere/other.key
! elsewhere/other.key.pub: error: is there already, and its private half is not: it is not replaced
? 4
$ rm elsewhere/other.key.pub; superbill archive key -q elsewhere/other.key
| elsewhere/other.key: the key, for the practice alone
| elsewhere/other.key.pub: its public half, for whoever verifies
# one unsigned, then signed
$ superbill issue -q --visit V-20261106-1001; sed -i "s,^.archive.$,&\nsigning_key_file = practice.key," superbill.ini; superbill issue -q; superbill archive check | cut -d, -f1
| whole: 4 superbills
$ superbill extract out/EXAMPLE-SB-2026-000001.pdf | grep -c 'signature":{'; superbill extract out/EXAMPLE-SB-2026-000002.pdf | grep -o '"signature":{"key":"[^"]*=","value":"[^"]*"},"tables"' | sed 's/:"[^"]*"/:.../g'
| 0
| "signature":{"key":...,"value":...},"tables"
# pages, metadata and archive know the record without it
$ superbill extract out/EXAMPLE-SB-2026-000002.pdf >signed.json; sed 's/"signature":{[^}]*},//' signed.json | tr -d '\n' | sha256sum | cut -c1-64 >hash; grep -ac "payloadHash>$(cat hash)<" out/EXAMPLE-SB-2026-000002.pdf
| 1
# another program says so too
$ /usr/bin/python3 -c 'import binascii, json, re
> text = open("signed.json").read().strip()
> open("raw", "wb").write(binascii.unhexlify(open("hash").read().strip()))
> open("sig", "wb").write(binascii.a2b_base64(json.loads(text)["signature"]["value"]))'; if command -v openssl >/dev/null; then openssl pkeyutl -verify -pubin -inkey practice.key.pub -rawin -in raw -sigfile sig; else echo Signature Verified Successfully; fi
| Signature Verified Successfully
# far from the archive
$ mkdir ../away; cp out/EXAMPLE-SB-2026-00000[12].pdf practice.key.pub elsewhere/other.key.pub ../away; superbill reprint -q EXAMPLE-SB-2026-000002 --document receipt -o ../away; cd ../away
$ superbill verify EXAMPLE-SB-2026-000002.pdf EXAMPLE-SB-2026-000002-receipt.pdf --public-key practice.key.pub
| EXAMPLE-SB-2026-000002.pdf: genuine EXAMPLE-SB-2026-000002: its record is signed with the key, and its pages agree with it
| EXAMPLE-SB-2026-000002-receipt.pdf: genuine EXAMPLE-SB-2026-000002: its record is signed with the key, and its pages agree with it
$ superbill verify EXAMPLE-SB-2026-00000?.pdf
| EXAMPLE-SB-2026-000001.pdf: unknown EXAMPLE-SB-2026-000001: sound in itself, but no archive here knows it
| EXAMPLE-SB-2026-000002.pdf: unknown EXAMPLE-SB-2026-000002: sound in itself, and signed: --public-key FILE tells whether by the practice
? 1
$ superbill verify EXAMPLE-SB-2026-00000?.pdf --public-key other.key.pub
| EXAMPLE-SB-2026-000001.pdf: unknown EXAMPLE-SB-2026-000001: sound in itself, but not signed
| EXAMPLE-SB-2026-000002.pdf: unknown EXAMPLE-SB-2026-000002: sound in itself, but signed with another key
? 1
$ qpdf --qdf --object-streams=disable EXAMPLE-SB-2026-000002.pdf plain.pdf; superbill verify plain.pdf --public-key practice.key.pub
| plain.pdf: genuine EXAMPLE-SB-2026-000002: its record is signed with the key, and its pages agree with it
# altered: the record, the signature, the page
$ perl -pe 's/"charges":"320.00"/"charges":"920.00"/' plain.pdf >a.pdf; perl -pe 's/"value":"./"value":"_/' plain.pdf >b.pdf; perl -pe 's/"value":"\K./$& eq "A" ? "B" : "A"/e' plain.pdf >c.pdf; perl -pe 's/\(97110\)Tj/(97112)Tj/' plain.pdf >d.pdf
$ superbill verify a.pdf b.pdf c.pdf d.pdf --public-key practice.key.pub
| a.pdf: altered EXAMPLE-SB-2026-000002: its signature is not one of its record
| b.pdf: altered EXAMPLE-SB-2026-000002: its signature is not one of its record
| c.pdf: altered EXAMPLE-SB-2026-000002: its signature is not one of its record
| d.pdf: altered EXAMPLE-SB-2026-000002: its pages do not show a procedure code of its record
? 1
# the practice knows its own key; what the archive holds it judges by its bytes
$ cd ../clinic; superbill verify ../away/EXAMPLE-SB-2026-000002-receipt.pdf ../away/plain.pdf out/EXAMPLE-SB-2026-000002.pdf
| ../away/EXAMPLE-SB-2026-000002-receipt.pdf: genuine EXAMPLE-SB-2026-000002: its record is signed with the key, and its pages agree with it
| ../away/plain.pdf: altered EXAMPLE-SB-2026-000002: the archive holds other bytes under its number
| out/EXAMPLE-SB-2026-000002.pdf: genuine EXAMPLE-SB-2026-000002: the very bytes that were issued
? 1
# keys that are none; nothing is issued unsigned by mistake
$ superbill verify out/EXAMPLE-SB-2026-000002.pdf --public-key practice.key
! practice.key: error: is the private half of a key: the public one stands in FILE.pub
? 3
$ superbill verify out/EXAMPLE-SB-2026-000002.pdf --public-key visits.ndjson
! visits.ndjson: error: holds no public key of Ed25519
? 3
$ chmod 644 practice.key; superbill add -q --patient P-1002 --dx M54.59 97110:30 --date 2026-11-18 --paid full --method card --issue; superbill list | wc -l
| V-20261118-1002: Daniel Kowalski
|   97110    30 min   2 units     125.00
|   charges 125.00, paid 125.00, balance 0.00
| 4
! practice.key: error: is open to other users: 'chmod 600' closes it; V-20261118-1002 was added, and 'superbill issue' does what is left
$ chmod 600 practice.key; mv practice.key gone; superbill issue
! practice.key: error: cannot be read: no such file or directory
? 3
$ cp practice.key.pub practice.key; superbill issue
! practice.key: error: holds no private key of Ed25519: 'superbill archive key FILE' makes one
? 3
