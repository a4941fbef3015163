//! Which options a check reads, told by its source alone: real-looking code, read by the same Python that runs it.
#![allow(clippy::unwrap_used)] // A test says where it can't go on.

use serde_json::{Value, json};
use std::process::Command;

/// What is found in a source: the options by name, without what is empty.
fn read(source: &str) -> Value {
    let assets = concat!(env!("CARGO_MANIFEST_DIR"), "/assets");
    let program = "import sys, json, ast\nsys.path.insert(0, sys.argv[1])\nsys.dont_write_bytecode = True\n\
        from check_options import read_options\nprint(json.dumps(read_options(ast.parse(sys.argv[2]))))\n";
    let python = which::which("python3").expect("Python 3 reads the source");
    let ran = Command::new(python)
        .args(["-c", program, assets, source])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert!(ran.status.success(), "{said}");
    let all: Value = serde_json::from_slice(&ran.stdout).unwrap();
    let mut out = serde_json::Map::new();
    for option in all.as_array().unwrap() {
        out.insert(option["name"].as_str().unwrap().into(), short(option));
    }
    Value::Object(out)
}

fn short(option: &Value) -> Value {
    let mut out = serde_json::Map::new();
    for (key, value) in option.as_object().unwrap() {
        let empty = value.is_null()
            || *value == json!(false)
            || *value == json!([])
            || *value == json!("instance");
        match key.as_str() {
            "keys" if !empty => {
                let inner = value.as_array().unwrap().iter();
                let inner = inner.map(|k| (k["name"].as_str().unwrap().to_owned(), short(k)));
                out.insert("keys".into(), Value::Object(inner.collect()));
            }
            "name" => {}
            _ if key == "default" && !value.is_null() => {
                drop(out.insert(key.clone(), value.clone()));
            }
            _ if !empty => drop(out.insert(key.clone(), value.clone())),
            _ => {}
        }
    }
    Value::Object(out)
}

fn check(body: &str) -> Value {
    let lines: Vec<String> = body.lines().map(|l| format!("        {l}")).collect();
    read(&format!(
        "KEY = 'api_path'\nLIMIT = 60\n\nclass C(AgentCheck):\n    ZONE = 'zone'\n\n    def check(self, inst):\n{}\n",
        lines.join("\n")
    ))
}

#[test]
fn keys_are_found_under_any_name_of_the_instance() {
    assert_eq!(
        check(
            "cfg = self.instance\nother = copy.deepcopy(inst)\na = cfg['a']\nb = other.get('b', 1)\nc = self.instances[0].get(KEY)\n\
             d = cfg.get(self.ZONE, 'eu')\ne = cfg.get('e', LIMIT * 5)\n(f := cfg.get('f', True))\nself.init_config.get('g', 2.5)\n\
             for one in self.instances:\n    one['h']\nx, y = cfg.get('i'), cfg.get('j')\ncfg['written'] = 1\njson.loads('{}').get('no')"
        ),
        json!({
            "a": {"required": true}, "b": {"default": 1}, "api_path": {}, "zone": {"default": "eu"},
            "e": {"default": 300}, "f": {"default": true}, "g": {"default": 2.5, "in": "init_config"},
            "h": {"required": true}, "i": {}, "j": {},
        })
    );
}

#[test]
fn what_the_code_does_with_a_value_is_its_type() {
    assert_eq!(
        check(
            "a = is_affirmative(inst.get('a'))\nb = int(inst.get('b', '5'))\nc = float(inst['c'])\nd = inst.get('d', '').rstrip('/')\n\
             for n in inst.get('e', []):\n    int(n)\nnames = {q['name']: q.get('size', 1) for q in inst.get('f') or [] if q.get('on', True)}\n\
             for key, value in inst.get('g', {}).items():\n    pass\nif isinstance(inst.get('h'), list):\n    pass\nif inst.get('i') > 2:\n    pass\n\
             user = inst.get('auth', {}).get('user', 'root')\ntoken = inst['auth']['token']"
        ),
        json!({
            "a": {"kind": "boolean"},
            "b": {"kind": "integer", "default": "5"},
            "c": {"kind": "number", "required": true},
            "d": {"kind": "string", "default": ""},
            "e": {"kind": "array", "items": "integer", "default": []},
            "f": {"kind": "array", "items": "object", "default": [], "keys": {
                "on": {"default": true}, "name": {"required": true}, "size": {"default": 1}}},
            "g": {"kind": "object", "default": {}},
            "h": {"kind": "array"},
            "i": {"kind": "integer"},
            "auth": {"kind": "object", "default": {}, "keys": {"user": {"default": "root"}, "token": {"required": true}}},
        })
    );
}

#[test]
fn only_what_the_check_insists_on_is_required() {
    let found = check(
        "if not inst.get('a') or inst.get('b') is None or 'c' not in inst:\n    raise ConfigurationError('x')\n\
         if not (self.instance.get('d') and self.instance.get('e')):\n    raise ConfigurationError('x')\n\
         if 'f' in inst:\n    x = inst['f']\nif inst.get('g'):\n    x = inst['g']\n\
         try:\n    x = inst['h']\nexcept KeyError:\n    x = 1\ntry:\n    x = inst['i']\nexcept KeyError:\n    raise ConfigurationError('i')\n\
         x = inst['j'] if 'j' in inst else 5\nx = inst.get('k', 1) or inst['k']\nfoo = inst.get('l')\nif not foo:\n    raise ValueError()\n\
         if not inst.get('m'):\n    self.log.debug('none')",
    );
    let required: Vec<&String> = found
        .as_object()
        .unwrap()
        .iter()
        .filter(|(_, o)| o["required"] == true)
        .map(|(name, _)| name)
        .collect();
    assert_eq!(required, ["a", "b", "c", "d", "e", "i", "l"]);
    assert_eq!(found.as_object().unwrap().len(), 13);
}

#[test]
fn attributes_are_followed_from_method_to_method() {
    let source = "class C(AgentCheck):\n    def check(self, _):\n        for q in self._queues:\n            self.gauge('x', float(q['depth']))\n\n    \
        def __init__(self, name, init_config, instances):\n        self._cfg = self.instance\n        self._queues = self._cfg.get('queues', [])\n        \
        self.shared = init_config['shared']\n        self.first = instances[0].get('first')\n";
    assert_eq!(
        read(source),
        json!({
            "queues": {"kind": "array", "items": "object", "default": [], "keys": {"depth": {"kind": "number", "required": true}}},
            "shared": {"in": "init_config", "required": true},
            "first": {},
        })
    );
}

#[test]
fn odd_sources_do_no_harm() {
    for odd in [
        "",
        "x = 1",
        "class C: pass",
        "instance = 5\ninstance.get(1)\ninstance[0]",
        "def check(self): return self.instance[0][1]['a'][b][-1]",
        "for a, (b, *c) in self.instance.get('x'): a[0].get('y')",
        "lambda instance: instance.get('x', y=1)",
        "match self.instance:\n    case {'a': 1}:\n        pass",
        "self.instance.get(f'{x}', None)\nself.instance[x]['y']\nself.instance |= {}",
        "async def f(instance):\n    async for x in instance.get('a', []):\n        await x['b']",
    ] {
        read(odd);
    }
    let deep = format!("x = {}1{}", "[".repeat(60), "]".repeat(60));
    assert_eq!(read(&deep), json!({}));
    let chain = format!("x = self.instance{}", ".get('a')".repeat(150));
    read(&chain);
}
