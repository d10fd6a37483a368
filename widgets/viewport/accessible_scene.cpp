#include "widgets/viewport/accessible_scene.h"

#include <algorithm>
#include <unordered_map>

#include <QAccessible>
#include <QAccessibleWidget>
#include <QCoreApplication>
#include <QPointer>

#include "widgets/viewport/atom_walk.h"
#include "widgets/viewport/scene_widget.h"
#include "widgets/viewport/view_interaction.h"

namespace molloquy::widgets {

namespace {

/// Most atoms that a screen reader is offered as children; it asks for all of them at once.
constexpr std::size_t kMostChildren = 2000;

/// One atom in the list.
class AccessibleAtom : public QAccessibleInterface {
 public:
  AccessibleAtom(SceneWidget* scene, ViewInteraction* interaction, AtomIndex atom)
      : m_scene(scene), m_interaction(interaction), m_atom(atom) {}

  [[nodiscard]] bool isValid() const override { return m_scene && m_interaction; }
  [[nodiscard]] QObject* object() const override { return nullptr; }
  [[nodiscard]] QAccessibleInterface* parent() const override {
    return QAccessible::queryAccessibleInterface(m_scene);
  }
  [[nodiscard]] QAccessibleInterface* child(int) const override { return nullptr; }
  [[nodiscard]] QAccessibleInterface* childAt(int, int) const override { return nullptr; }
  [[nodiscard]] int childCount() const override { return 0; }
  [[nodiscard]] int indexOfChild(const QAccessibleInterface*) const override { return -1; }
  [[nodiscard]] QAccessible::Role role() const override { return QAccessible::ListItem; }
  [[nodiscard]] QString text(QAccessible::Text kind) const override {
    return isValid() && kind == QAccessible::Name ? m_interaction->walk().sentence(m_atom)
                                                  : QString();
  }
  void setText(QAccessible::Text, const QString&) override {}
  [[nodiscard]] QRect rect() const override {
    if (!isValid()) return {};
    const auto place = m_interaction->bench().placeOf(m_atom);
    if (!place) return {};
    constexpr int kHalf = 10;
    const QPoint middle = m_scene->mapToGlobal(place->toPoint());
    return {middle - QPoint(kHalf, kHalf), QSize(2 * kHalf, 2 * kHalf)};
  }
  [[nodiscard]] QAccessible::State state() const override {
    QAccessible::State state;
    state.selectable = true;
    state.focusable = true;
    if (!isValid()) return state;
    state.selected = m_interaction->bench().selection().contains(m_atom);
    state.focused = m_interaction->walk().atom() == m_atom;
    return state;
  }

 private:
  QPointer<SceneWidget> m_scene;
  QPointer<ViewInteraction> m_interaction;
  AtomIndex m_atom;
};

/// The scene as a list.
class AccessibleScene : public QAccessibleWidget {
 public:
  explicit AccessibleScene(SceneWidget* scene) : QAccessibleWidget(scene, QAccessible::List) {}
  ~AccessibleScene() override {
    for (const auto& [atom, id] : m_atoms) QAccessible::deleteAccessibleInterface(id);
  }

  [[nodiscard]] int childCount() const override {
    const ViewInteraction* hand = interaction();
    return hand ? static_cast<int>(std::min(hand->bench().atomCount(), kMostChildren)) : 0;
  }
  [[nodiscard]] QAccessibleInterface* child(int index) const override {
    if (index < 0 || index >= childCount()) return nullptr;
    const auto known = m_atoms.find(index);
    if (known != m_atoms.end()) return QAccessible::accessibleInterface(known->second);
    auto* atom = new AccessibleAtom(static_cast<SceneWidget*>(widget()), interaction(),
                                    AtomIndex(static_cast<std::uint32_t>(index)));
    m_atoms.emplace(index, QAccessible::registerAccessibleInterface(atom));
    return atom;
  }
  [[nodiscard]] int indexOfChild(const QAccessibleInterface* child) const override {
    for (const auto& [atom, id] : m_atoms) {
      if (QAccessible::accessibleInterface(id) == child) return atom;
    }
    return -1;
  }
  [[nodiscard]] QAccessibleInterface* focusChild() const override {
    const ViewInteraction* hand = interaction();
    if (hand == nullptr || !hand->walk().atom()) return nullptr;
    return child(static_cast<int>(hand->walk().atom()->value));
  }
  [[nodiscard]] QString text(QAccessible::Text kind) const override {
    const ViewInteraction* hand = interaction();
    if (kind != QAccessible::Description || hand == nullptr) return QAccessibleWidget::text(kind);
    const std::size_t count = hand->bench().atomCount();
    const QString words = QCoreApplication::translate(
        "molloquy::widgets", "%1 atoms. Tab walks from atom to atom, arrows along bonds, Enter "
                             "selects, Esc ends the walk.");
    return count == 0 ? QCoreApplication::translate("molloquy::widgets", "No structure")
                      : words.arg(count);
  }

 private:
  /// Comes after the scene and goes with it.
  [[nodiscard]] ViewInteraction* interaction() const {
    return widget() != nullptr ? widget()->findChild<ViewInteraction*>() : nullptr;
  }

  mutable std::unordered_map<int, QAccessible::Id> m_atoms;
};

QAccessibleInterface* sceneFactory(const QString&, QObject* object) {
  auto* scene = qobject_cast<SceneWidget*>(object);
  return scene != nullptr ? new AccessibleScene(scene) : nullptr;
}

}  // namespace

void offerScenesToScreenReaders() {
  QAccessible::installFactory(sceneFactory);  // once, however often it is called
}

void announceWalk(SceneWidget* scene, ViewInteraction* interaction) {
  QObject::connect(&interaction->walk(), &AtomWalk::atomChanged, scene,
                   [scene, interaction](std::optional<AtomIndex> atom) {
                     if (!QAccessible::isActive() || !atom) return;
                     if (atom->value < kMostChildren) {
                       QAccessibleEvent focus(scene, QAccessible::Focus);
                       focus.setChild(static_cast<int>(atom->value));
                       QAccessible::updateAccessibility(&focus);
                     } else {
                       QAccessibleValueChangeEvent said(scene,
                                                        interaction->walk().sentence(*atom));
                       QAccessible::updateAccessibility(&said);
                     }
                   });
}

}  // namespace molloquy::widgets
