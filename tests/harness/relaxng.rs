//! RELAX NG grammars as patterns that can be derived by what a document holds next.
//!
//! In comes the XML of one or more grammars, out come patterns of their elements. [`Patterns::after`] is Brzozowski's
//! derivative: what is left of a pattern once an attribute, a child or text was met. Values of attributes are not looked at.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// The namespace of RELAX NG.
const RELAX_NG: &str = "http://relaxng.org/ns/structure/1.0";

/// An element of a grammar's XML.
#[derive(Clone, Debug, Default)]
pub(crate) struct Node {
    /// The name without a prefix; empty for what is no RELAX NG.
    pub(crate) tag: String,
    /// The attributes.
    pub(crate) attributes: BTreeMap<String, String>,
    /// The children that are elements of RELAX NG.
    pub(crate) children: Vec<Node>,
    /// The text of a `value`.
    pub(crate) text: String,
}

impl Node {
    /// Reads the XML; what is no RELAX NG (documentation, rules) is left out.
    pub(crate) fn parse(xml: &str) -> Result<Self, Box<dyn std::error::Error>> {
        let mut reader = Reader::from_str(xml);
        let mut open = vec![Node::default()];
        loop {
            match reader.read_event()? {
                Event::Start(start) => open.push(Self::start(&start)?),
                Event::Empty(start) => {
                    let node = Self::start(&start)?;
                    open.last_mut().ok_or("no root")?.adopt(node);
                }
                Event::End(_) => {
                    let node = open.pop().ok_or("an end too many")?;
                    open.last_mut().ok_or("no root")?.adopt(node);
                }
                Event::Text(text) => open.last_mut().ok_or("no root")?.text.push_str(text.trim()),
                Event::Eof => break,
                _ => {}
            }
        }
        let root = open.pop().and_then(|mut root| root.children.pop());
        Ok(root.ok_or("the grammar is empty")?)
    }

    fn start(start: &BytesStart) -> Result<Self, Box<dyn std::error::Error>> {
        let tag = start.name().as_ref().trim_start_matches("rng:").to_owned();
        let mut attributes = BTreeMap::new();
        for attribute in start.attributes() {
            let attribute = attribute?;
            let key = attribute.key.as_ref().to_owned();
            attributes.insert(key, attribute.value.into_owned());
        }
        let foreign = tag.contains(':') || attributes.get("xmlns").is_some_and(|namespace| namespace != RELAX_NG);
        Ok(Self {
            tag: if foreign { String::new() } else { tag },
            attributes,
            ..Self::default()
        })
    }

    fn adopt(&mut self, child: Node) {
        if !child.tag.is_empty() {
            self.children.push(child);
        }
    }

    /// Returns the attribute `name` of the node, which elements, attributes, references and definitions have.
    pub(crate) fn name(&self) -> &str {
        self.attributes.get("name").map_or("*", String::as_str)
    }

    /// Returns all nodes with this tag, in order, this one included.
    pub(crate) fn all<'a>(&'a self, tag: &str) -> Vec<&'a Node> {
        let mut found: Vec<&Node> = if self.tag == tag { vec![self] } else { vec![] };
        found.extend(self.children.iter().flat_map(|child| child.all(tag)));
        found
    }
}

/// What a document holds next.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Symbol {
    /// An attribute of this name.
    Attribute(String),
    /// A child element of this name.
    Element(String),
    /// Text.
    Text,
}

/// A pattern, as a number in [`Patterns`]; equal patterns have equal numbers.
pub(crate) type Id = usize;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Pattern {
    NotAllowed,
    Empty,
    Text,
    Data,
    Named(Symbol),
    Choice(Vec<Id>),
    Group(Id, Id),
    Interleave(Id, Id),
    OneOrMore(Id),
}

/// The pattern that nothing matches.
pub(crate) const NOT_ALLOWED: Id = 0;
const EMPTY: Id = 1;
const TEXT: Id = 2;

/// All patterns met, each once.
pub(crate) struct Patterns {
    list: Vec<Pattern>,
    numbers: HashMap<Pattern, Id>,
    derived: HashMap<(Id, Symbol), Id>,
}

impl Patterns {
    /// Makes a list with the patterns that have constants.
    pub(crate) fn new() -> Self {
        let mut new = Self {
            list: vec![],
            numbers: HashMap::new(),
            derived: HashMap::new(),
        };
        for pattern in [Pattern::NotAllowed, Pattern::Empty, Pattern::Text] {
            new.number(pattern);
        }
        new
    }

    fn number(&mut self, pattern: Pattern) -> Id {
        if let Some(id) = self.numbers.get(&pattern) {
            return *id;
        }
        self.list.push(pattern.clone());
        self.numbers.insert(pattern, self.list.len() - 1);
        self.list.len() - 1
    }

    /// Reads what stands inside a node of a grammar, as a group.
    pub(crate) fn content(&mut self, grammar: &Grammar, node: &Node) -> Id {
        let mut whole = EMPTY;
        for child in &node.children {
            let part = self.read(grammar, child);
            whole = self.group(whole, part);
        }
        whole
    }

    fn read(&mut self, grammar: &Grammar, node: &Node) -> Id {
        match node.tag.as_str() {
            "element" => self.number(Pattern::Named(Symbol::Element(node.name().to_owned()))),
            "attribute" => self.number(Pattern::Named(Symbol::Attribute(node.name().to_owned()))),
            "ref" => {
                let definition = grammar.definitions.get(node.name());
                self.content(grammar, definition.expect("a grammar defines what it refers to"))
            }
            "group" => self.content(grammar, node),
            "optional" => {
                let inner = self.content(grammar, node);
                self.choice(&[inner, EMPTY])
            }
            "oneOrMore" => {
                let inner = self.content(grammar, node);
                self.one_or_more(inner)
            }
            "zeroOrMore" => {
                let inner = self.content(grammar, node);
                let more = self.one_or_more(inner);
                self.choice(&[more, EMPTY])
            }
            "choice" => {
                let parts: Vec<Id> = node.children.iter().map(|child| self.read(grammar, child)).collect();
                self.choice(&parts)
            }
            "interleave" => {
                let parts: Vec<Id> = node.children.iter().map(|child| self.read(grammar, child)).collect();
                parts
                    .into_iter()
                    .fold(EMPTY, |whole, part| self.interleave(whole, part))
            }
            "text" => TEXT,
            "empty" => EMPTY,
            "notAllowed" => NOT_ALLOWED,
            "data" | "value" | "list" => self.number(Pattern::Data),
            other => panic!("no grammar here uses <{other}>"),
        }
    }

    fn choice(&mut self, parts: &[Id]) -> Id {
        let mut all = BTreeSet::new();
        for part in parts {
            match &self.list[*part] {
                Pattern::Choice(inner) => all.extend(inner.iter().copied()),
                Pattern::NotAllowed => {}
                _ => all.extend([*part]),
            }
        }
        match all.len() {
            0 => NOT_ALLOWED,
            1 => all.first().copied().expect("there is one"),
            _ => self.number(Pattern::Choice(all.into_iter().collect())),
        }
    }

    fn group(&mut self, first: Id, then: Id) -> Id {
        match (first, then) {
            (NOT_ALLOWED, _) | (_, NOT_ALLOWED) => return NOT_ALLOWED,
            (EMPTY, other) | (other, EMPTY) => return other,
            _ => {}
        }
        if let Pattern::Group(a, b) = self.list[first] {
            let rest = self.group(b, then);
            return self.group(a, rest);
        }
        self.number(Pattern::Group(first, then))
    }

    fn interleave(&mut self, one: Id, other: Id) -> Id {
        match (one, other) {
            (NOT_ALLOWED, _) | (_, NOT_ALLOWED) => NOT_ALLOWED,
            (EMPTY, part) | (part, EMPTY) => part,
            _ => self.number(Pattern::Interleave(one, other)),
        }
    }

    fn one_or_more(&mut self, inner: Id) -> Id {
        match self.list[inner] {
            Pattern::NotAllowed | Pattern::Empty | Pattern::OneOrMore(_) => inner,
            _ => self.number(Pattern::OneOrMore(inner)),
        }
    }

    /// Tells whether nothing at all matches the pattern.
    pub(crate) fn may_end(&self, id: Id) -> bool {
        match &self.list[id] {
            Pattern::Empty | Pattern::Text => true,
            Pattern::NotAllowed | Pattern::Data | Pattern::Named(_) => false,
            Pattern::Choice(parts) => parts.iter().any(|part| self.may_end(*part)),
            Pattern::Group(a, b) | Pattern::Interleave(a, b) => self.may_end(*a) && self.may_end(*b),
            Pattern::OneOrMore(inner) => self.may_end(*inner),
        }
    }

    /// Returns all that the pattern names.
    pub(crate) fn symbols(&self, id: Id) -> BTreeSet<Symbol> {
        match &self.list[id] {
            Pattern::Empty | Pattern::NotAllowed => BTreeSet::new(),
            Pattern::Text | Pattern::Data => BTreeSet::from([Symbol::Text]),
            Pattern::Named(symbol) => BTreeSet::from([symbol.clone()]),
            Pattern::Choice(parts) => parts.iter().flat_map(|part| self.symbols(*part)).collect(),
            Pattern::Group(a, b) | Pattern::Interleave(a, b) => &self.symbols(*a) | &self.symbols(*b),
            Pattern::OneOrMore(inner) => self.symbols(*inner),
        }
    }

    /// Returns what is left of the pattern after the symbol; [`NOT_ALLOWED`] where the symbol cannot come next.
    pub(crate) fn after(&mut self, id: Id, symbol: &Symbol) -> Id {
        if let Some(known) = self.derived.get(&(id, symbol.clone())) {
            return *known;
        }
        let left = match self.list[id].clone() {
            Pattern::Empty | Pattern::NotAllowed => NOT_ALLOWED,
            Pattern::Text if *symbol == Symbol::Text => TEXT,
            Pattern::Data if *symbol == Symbol::Text => EMPTY,
            Pattern::Named(name) if name == *symbol => EMPTY,
            Pattern::Text | Pattern::Data | Pattern::Named(_) => NOT_ALLOWED,
            Pattern::Choice(parts) => {
                let parts: Vec<Id> = parts.into_iter().map(|part| self.after(part, symbol)).collect();
                self.choice(&parts)
            }
            Pattern::Group(a, b) => {
                let inside = self.after(a, symbol);
                let inside = self.group(inside, b);
                // Attributes have no order: the second half may come first.
                let beyond = match symbol {
                    Symbol::Attribute(_) => {
                        let rest = self.after(b, symbol);
                        self.group(a, rest)
                    }
                    _ if self.may_end(a) => self.after(b, symbol),
                    _ => NOT_ALLOWED,
                };
                self.choice(&[inside, beyond])
            }
            Pattern::Interleave(a, b) => {
                let (one, other) = (self.after(a, symbol), self.after(b, symbol));
                let (one, other) = (self.interleave(one, b), self.interleave(a, other));
                self.choice(&[one, other])
            }
            Pattern::OneOrMore(inner) => {
                let rest = self.after(inner, symbol);
                let again = self.choice(&[id, EMPTY]);
                self.group(rest, again)
            }
        };
        self.derived.insert((id, symbol.clone()), left);
        left
    }

    /// Returns what is left of the pattern if the attribute does not come any more, none at all where `name` is absent.
    pub(crate) fn without(&mut self, id: Id, name: Option<&str>) -> Id {
        match self.list[id].clone() {
            Pattern::Named(Symbol::Attribute(own)) if name.is_none_or(|name| name == own) => NOT_ALLOWED,
            Pattern::Choice(parts) => {
                let parts: Vec<Id> = parts.into_iter().map(|part| self.without(part, name)).collect();
                self.choice(&parts)
            }
            Pattern::Group(a, b) => {
                let (a, b) = (self.without(a, name), self.without(b, name));
                self.group(a, b)
            }
            Pattern::Interleave(a, b) => {
                let (a, b) = (self.without(a, name), self.without(b, name));
                self.interleave(a, b)
            }
            Pattern::OneOrMore(inner) => {
                let inner = self.without(inner, name);
                self.one_or_more(inner)
            }
            _ => id,
        }
    }
}

/// A grammar by its definitions.
pub(crate) struct Grammar {
    /// What each name stands for.
    definitions: BTreeMap<String, Node>,
    /// All elements that it describes, in order.
    pub(crate) elements: Vec<Node>,
}

impl Grammar {
    /// Reads a grammar.
    pub(crate) fn parse(xml: &str) -> Result<Self, Box<dyn std::error::Error>> {
        let root = Node::parse(xml)?;
        let mut definitions = BTreeMap::new();
        for node in root.all("define") {
            if definitions.insert(node.name().to_owned(), node.clone()).is_some() {
                return Err(format!("{} is defined twice", node.name()).into());
            }
        }
        let elements = root.all("element").into_iter().cloned().collect();
        Ok(Self { definitions, elements })
    }

    /// Visits all nodes that describe an element's own attributes and contents, through references, not into children.
    pub(crate) fn visit(&self, node: &Node, see: &mut dyn FnMut(&Node)) {
        for child in &node.children {
            match child.tag.as_str() {
                "element" => {}
                "ref" => {
                    if let Some(definition) = self.definitions.get(child.name()) {
                        self.visit(definition, see);
                    }
                }
                _ => {
                    see(child);
                    self.visit(child, see);
                }
            }
        }
    }
}
