# Completion comes from the table of options.
$ superbill completion bash | bash -n
$ superbill completion bash | sed -n '/ pay)/p'
|     pay) offer=" --method --date --dry-run --config --json --color --quiet --verbose --help --version" ;;
$ eval "$(superbill completion bash)"; COMP_WORDS=(superbill che); COMP_CWORD=1; _superbill; echo "${COMPREPLY[@]}"
| check
$ eval "$(superbill completion bash)"; COMP_WORDS=(superbill patient f); COMP_CWORD=2; _superbill; echo "${COMPREPLY[@]}"
| find
$ eval "$(superbill completion bash)"; COMP_WORDS=(superbill patient find --j); COMP_CWORD=3; _superbill; echo "${COMPREPLY[@]}"
| --json
$ eval "$(superbill completion bash)"; COMP_WORDS=(superbill render --ref); COMP_CWORD=2; _superbill; echo "${COMPREPLY[@]}"
| --reference
$ superbill completion zsh | head -1
| #compdef superbill
$ superbill completion fish | grep -- '-l reference'
| complete -c superbill -n '__fish_seen_subcommand_from render' -l reference -r -d 'a number of the practice\'s older system'
$ superbill completion tcsh
! superbill: completion is there for bash, zsh and fish
? 2
$ superbill completion bash --json
| {"schema": "superbill.error/1", "error": {"status": "usage", "source": null, "line": 0, "column": 0, "path": null, "text": "completion prints a script, not JSON"}}
? 2
