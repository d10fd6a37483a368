#include "widgets/models/path_field.h"

#include <QFileDialog>
#include <QGridLayout>
#include <QLineEdit>
#include <QTimer>
#include <QToolButton>

#include "widgets/models/verdict_label.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/themed_label.h"

namespace molloquy::widgets {
namespace {

constexpr int kSettleMs = 250;

}  // namespace

PathField::PathField(Kind kind, const QString& label, const QString& hint, const QString& filter,
                     QWidget* parent)
    : QWidget(parent),
      m_kind(kind),
      m_label(label),
      m_hint(hint),
      m_filter(filter),
      m_edit(new QLineEdit(this)),
      m_browse(new QToolButton(this)),
      m_verdict(new VerdictLabel(this)) {
  auto* words = new theme::ThemedLabel(theme::TextRole::Control, theme::Ink::Text, label, this);
  words->setBuddy(m_edit);
  words->setFixedWidth(theme::scaled(132));
  m_edit->setAccessibleName(label);
  m_edit->setAccessibleDescription(hint);
  m_browse->setIcon(theme::icon(QStringLiteral("folder")));
  m_browse->setIconSize({theme::scaled(16), theme::scaled(16)});
  m_browse->setAutoRaise(true);
  m_browse->setAccessibleName(tr("Choose: %1").arg(label));
  m_browse->setToolTip(tr("Choose…"));
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(theme::scaled(8));
  grid->setVerticalSpacing(theme::scaled(3));
  grid->addWidget(words, 0, 0);
  grid->addWidget(m_edit, 0, 1);
  grid->addWidget(m_browse, 0, 2);
  grid->addWidget(m_verdict, 1, 1);
  grid->setColumnStretch(1, 1);
  forgetVerdict();

  auto* settle = new QTimer(this);
  settle->setSingleShot(true);
  settle->setInterval(kSettleMs);
  connect(settle, &QTimer::timeout, this, [this] { Q_EMIT pathChanged(path()); });
  connect(m_edit, &QLineEdit::textChanged, this, [this, settle] {
    forgetVerdict();
    settle->start();
  });
  connect(m_browse, &QToolButton::clicked, this, &PathField::browse);
}

QString PathField::path() const { return m_edit->text().trimmed(); }

void PathField::setPath(const QString& path) { m_edit->setText(path); }

void PathField::setVerdict(bool good, const QString& sentence) {
  if (sentence.isEmpty()) {
    forgetVerdict();
    return;
  }
  m_good = good;
  m_verdict->setVerdict(good ? VerdictLabel::Verdict::Good : VerdictLabel::Verdict::Bad, sentence);
  m_edit->setAccessibleDescription(sentence);
}

QString PathField::sentence() const { return m_verdict->sentence(); }

void PathField::forgetVerdict() {
  m_good = false;
  m_verdict->setVerdict(VerdictLabel::Verdict::None, m_hint);
}

void PathField::browse() {
  QString chosen;
  if (m_kind == Kind::File) {
    chosen = QFileDialog::getOpenFileName(this, m_label, path(), m_filter);
  } else {
    chosen = QFileDialog::getExistingDirectory(this, m_label, path());
  }
  if (!chosen.isEmpty()) setPath(chosen);
}

}  // namespace molloquy::widgets
