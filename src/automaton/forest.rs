//! Patterns as trees that share their parts: in come parsed patterns and word lists, out come the numbers of their trees.

use std::collections::HashMap;
use std::sync::Arc;

use regex_syntax::hir::{self, Hir, HirKind};

use super::classes::Class;
use super::lists::List;

/// A tree of a [`Forest`], by its place there.
pub(crate) type NodeId = u32;

/// The trees of many patterns.
#[derive(Debug, Default)]
pub(crate) struct Forest {
    nodes: Vec<Node>,
    pub(super) classes: Vec<Class>,
    pub(super) lists: Vec<List>,
    /// The tree of each sign that stands by itself. Only ever looked up, never gone through.
    signs: HashMap<char, NodeId>,
}

/// What a tree matches.
#[derive(Debug)]
pub(crate) enum Node {
    /// Nothing, which is everywhere.
    Empty,
    /// A sign of a class.
    Class(usize),
    /// A word of a list, of several the longest first.
    Words(usize),
    /// One tree after the other.
    Concat(Box<[NodeId]>),
    /// One of several trees, the first first.
    Either(Box<[NodeId]>),
    /// A tree several times.
    Repeat {
        sub: NodeId,
        min: u32,
        max: Option<u32>,
        /// The most times are tried first.
        greedy: bool,
    },
    /// A tree that is a named part of the pattern.
    Part { number: u32, sub: NodeId },
}

/// What stands for the places that a pattern holds open.
pub(crate) trait Pieces {
    /// Returns the tree for a group of this name, itself `None` where it can match nothing; `None` where the group is no
    /// such place.
    fn piece(&self, group: &str) -> Option<Option<NodeId>>;
}

impl Forest {
    /// Adds a tree.
    pub(crate) fn add(&mut self, node: Node) -> NodeId {
        self.nodes.push(node);
        NodeId::try_from(self.nodes.len() - 1).expect("memory ends before the numbers do")
    }

    /// Adds a word list; `None` where it has no words and so matches nothing.
    pub(crate) fn add_list(&mut self, list: List) -> Option<NodeId> {
        if list.is_empty() {
            return None;
        }
        self.lists.push(list);
        Some(self.add(Node::Words(self.lists.len() - 1)))
    }

    /// Adds trees of which one is to match; `None` where there is none.
    pub(crate) fn add_either(&mut self, trees: Vec<NodeId>) -> Option<NodeId> {
        match *trees.as_slice() {
            [] => None,
            [tree] => Some(tree),
            _ => Some(self.add(Node::Either(trees.into()))),
        }
    }

    /// Adds a parsed pattern, which holds no assertions, with trees in the places that it holds open for them; `None`
    /// where it can match nothing for want of words. The names of its parts are added to `names`, the number of a part
    /// being its place there.
    pub(crate) fn add_hir(&mut self, hir: &Hir, pieces: &impl Pieces, names: &mut Vec<Arc<str>>) -> Option<NodeId> {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => Some(self.add(Node::Empty)),
            HirKind::Literal(literal) => {
                let signs = String::from_utf8_lossy(&literal.0);
                let signs = signs.chars().map(|c| self.sign(c)).collect();
                Some(self.concat(signs))
            }
            HirKind::Class(class) => self.class(class),
            HirKind::Repetition(repetition) => match self.add_hir(&repetition.sub, pieces, names) {
                Some(sub) => Some(self.add(Node::Repeat {
                    sub,
                    min: repetition.min,
                    max: repetition.max,
                    greedy: repetition.greedy,
                })),
                None if repetition.min == 0 => Some(self.add(Node::Empty)),
                None => None,
            },
            HirKind::Capture(group) => {
                let Some(name) = &group.name else {
                    return self.add_hir(&group.sub, pieces, names);
                };
                if let Some(tree) = pieces.piece(name) {
                    return tree;
                }
                let number = u32::try_from(names.len()).ok()?;
                names.push(Arc::from(&**name));
                let sub = self.add_hir(&group.sub, pieces, names)?;
                Some(self.add(Node::Part { number, sub }))
            }
            HirKind::Concat(trees) => {
                let trees: Vec<Option<NodeId>> = trees.iter().map(|t| self.add_hir(t, pieces, names)).collect();
                let trees = trees.into_iter().collect::<Option<Vec<_>>>()?;
                Some(self.concat(trees))
            }
            HirKind::Alternation(trees) => {
                let trees = trees.iter().filter_map(|t| self.add_hir(t, pieces, names)).collect();
                self.add_either(trees)
            }
        }
    }

    /// Returns a tree.
    pub(super) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id as usize]
    }

    /// Tells whether a tree matches the empty text.
    pub(crate) fn may_be_empty(&self, id: NodeId) -> bool {
        match self.node(id) {
            Node::Empty => true,
            Node::Class(_) => false,
            Node::Words(list) => self.lists[*list].words(false).first().is_some_and(|w| w.is_empty()),
            Node::Concat(trees) => trees.iter().all(|tree| self.may_be_empty(*tree)),
            Node::Either(trees) => trees.iter().any(|tree| self.may_be_empty(*tree)),
            Node::Repeat { sub, min, .. } => *min == 0 || self.may_be_empty(*sub),
            Node::Part { sub, .. } => self.may_be_empty(*sub),
        }
    }

    fn concat(&mut self, trees: Vec<NodeId>) -> NodeId {
        match *trees.as_slice() {
            [tree] => tree,
            _ => self.add(Node::Concat(trees.into())),
        }
    }

    fn sign(&mut self, c: char) -> NodeId {
        if let Some(id) = self.signs.get(&c) {
            return *id;
        }
        let range = hir::ClassUnicodeRange::new(c, c);
        let class = Class::new(&hir::ClassUnicode::new([range]));
        let id = self.add_class(class);
        self.signs.insert(c, id);
        id
    }

    /// Adds a class; `None` where it has no signs.
    fn class(&mut self, class: &hir::Class) -> Option<NodeId> {
        let class = match class {
            hir::Class::Unicode(class) => class.clone(),
            hir::Class::Bytes(class) => class.to_unicode_class()?,
        };
        (!class.ranges().is_empty()).then(|| self.add_class(Class::new(&class)))
    }

    fn add_class(&mut self, class: Class) -> NodeId {
        self.classes.push(class);
        self.add(Node::Class(self.classes.len() - 1))
    }
}
